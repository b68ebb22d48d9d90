/** The assessment's live editor for as long as a card is open. Loaded only then, since it brings all of TipTap with it. */
import type { Anchor, Citation } from '@briefboard/board'
import { Binding, hasKind, isQuoted, positionOf, TextUndo, toggleKind, toggleQuote } from '@briefboard/text/editor'
import { Editor } from '@tiptap/core'
import { NodeSelection, Selection, TextSelection, type Command } from '@tiptap/pm/state'
import { untrack } from 'svelte'
import { anchorAt } from './anchors.ts'
import { CITATION_EMBEDS } from './citation-embed.ts'
import { assessmentExtensions, type Setting } from './extensions.ts'
import { withNewStates } from './quotation-signs.ts'
import { placedThreads, withPassages, type Passage } from './thread-marks.ts'

export { TextTooLarge } from '@briefboard/text/editor'

export type Format =
  'bold' | 'italic' | 'strike' | 'link' | 'heading2' | 'heading3' | 'bulletList' | 'orderedList' | 'blockquote'

export interface LiveEditorOpening extends Setting {
  host: HTMLElement
  /** A chip was chosen in the text by the keyboard or a click; null when it is no longer. */
  onChip: (chip: HTMLElement | null) => void
  /** It can no longer be relied on and writes nothing more: it is to be closed, and another made from the document. */
  onBroken: () => void
}

/** Where somebody was writing, in terms of the document; null if nobody was. */
export type StoodAt = { anchor: unknown; head: unknown } | 'nowhere'

/** Far more than anybody writes, and more than a browser edits in time: beyond it the text is only shown. */
const EDITABLE = { blocks: 20_000, inlines: 200_000, characters: 2_000_000, items: 2_000_000 }

export class LiveEditor {
  readonly canWrite: boolean
  readonly #editor: Editor
  readonly #text: Setting['text']
  readonly #provider: Setting['provider']
  readonly #undo: TextUndo
  readonly #host: HTMLElement
  readonly #onChip: LiveEditorOpening['onChip']
  readonly #onCited: Setting['citations']['onCited']
  /** Somebody has put the cursor somewhere; until then it stands at the beginning, where nobody wants to cite. */
  #hasCursor = false
  /** Goes up with every change of text or selection: what is read from the editor below is read anew. */
  #version = $state(0)

  /** @throws TextTooLarge, and whatever a part of the editor throws at what the document holds; then nothing is left behind */
  constructor({ host, onChip, onBroken, ...setting }: LiveEditorOpening) {
    const { text, canWrite } = setting
    this.canWrite = canWrite
    this.#text = text
    this.#provider = setting.provider
    this.#host = host
    this.#onChip = onChip
    this.#onCited = setting.citations.onCited
    const binding = new Binding(text, CITATION_EMBEDS, EDITABLE)
    let made: Editor | null = null
    this.#undo = new TextUndo(text, binding, () => made?.view ?? null)
    const inside = {
      binding,
      undo: this.#undo,
      onBroken: (error: unknown) => {
        // To the console, and to whoever listens for errors of the page; what called us must go on.
        reportError(error)
        onBroken()
      },
    }
    try {
      this.#editor = made = new Editor({
        element: host,
        editable: canWrite,
        extensions: assessmentExtensions(setting, inside),
        onBeforeCreate: ({ editor }) => editor.setOptions({ content: binding.read(editor.schema).toJSON() as object }),
        injectCSS: false,
        editorProps: { attributes: textboxAttributes(canWrite), scrollMargin: 80, scrollThreshold: 80 },
      })
    } catch (error) {
      this.#undo.close()
      host.replaceChildren()
      throw error
    }
    this.#editor.on('beforeTransaction', ({ transaction }) => {
      if (transaction.docChanged) this.#undo.note(this.#editor.state)
    })
    // An effect that marks passages would otherwise depend on what it brings about.
    this.#editor.on('transaction', () => untrack(() => this.#version++))
    this.#editor.on('selectionUpdate', () => this.#tellChip())
    this.#editor.on('focus', () => (this.#hasCursor = true))
  }

  #tellChip(): void {
    const { selection } = this.#editor.state
    const chip =
      selection instanceof NodeSelection && selection.node.type.name === 'citation'
        ? this.#editor.view.nodeDOM(selection.from)
        : null
    this.#onChip(chip instanceof HTMLElement ? chip : null)
  }

  has(format: Format): boolean {
    void this.#version
    const { state } = this.#editor
    switch (format) {
      case 'bold':
      case 'italic':
      case 'strike':
      case 'link':
        return this.#editor.isActive(format)
      case 'heading2':
        return hasKind(state, 'heading', 2)
      case 'heading3':
        return hasKind(state, 'heading', 3)
      case 'bulletList':
        return hasKind(state, 'bullet')
      case 'orderedList':
        return hasKind(state, 'ordered')
      case 'blockquote':
        return isQuoted(state)
      default:
        return format satisfies never
    }
  }

  toggle(format: Exclude<Format, 'link'>): void {
    switch (format) {
      case 'bold':
      case 'italic':
      case 'strike':
        return void this.#editor.chain().focus().toggleMark(format).run()
      case 'heading2':
        return this.#run(toggleKind('heading', 2))
      case 'heading3':
        return this.#run(toggleKind('heading', 3))
      case 'bulletList':
        return this.#run(toggleKind('bullet'))
      case 'orderedList':
        return this.#run(toggleKind('ordered'))
      case 'blockquote':
        return this.#run(toggleQuote)
      default:
        return format satisfies never
    }
  }

  #run(command: Command): void {
    this.#undo.beginStep()
    command(this.#editor.state, this.#editor.view.dispatch)
    this.#editor.view.focus()
  }

  /** Where the link leads in which the cursor stands; null where there is none. */
  get link(): string | null {
    void this.#version
    const { href } = this.#editor.getAttributes('link')
    return typeof href === 'string' && href !== '' ? href : null
  }

  /** Links what is selected, or the link's words around the cursor; null takes the link away. */
  setLink(href: string | null): void {
    const chain = this.#editor.chain().focus().extendMarkRange('link')
    if (href === null) return void chain.unsetMark('link').run()
    if (!this.#editor.state.selection.empty || this.link !== null) return void chain.setMark('link', { href }).run()
    this.#editor
      .chain()
      .focus()
      .insertContent({ type: 'text', text: href, marks: [{ type: 'link', attrs: { href } }] })
      .run()
  }

  get canUndo(): boolean {
    void this.#version
    return this.#undo.canUndo
  }

  get canRedo(): boolean {
    void this.#version
    return this.#undo.canRedo
  }

  undo(): void {
    this.#undo.undo()
    this.#editor.view.focus()
  }

  redo(): void {
    this.#undo.redo()
    this.#editor.view.focus()
  }

  /**
   * Puts a citation behind what is selected, or at the end of a text that nobody has been in. The focus stays where it
   * is: one who reads a report cites on; a dialog gives it back to the text itself.
   */
  cite(citation: Citation): void {
    if (!this.canWrite) return
    const { selection, doc } = this.#editor.state
    const { to } = this.#hasCursor ? selection : Selection.atEnd(doc)
    this.#editor.chain().setTextSelection(to).insertCitation(citation).run()
    this.#lightUp(this.#editor.view.nodeDOM(this.#editor.state.selection.to - 1), 'nearest')
    this.#onCited(citation)
  }

  /** The state of quotations may have changed: a report's text has come, or has been replaced. */
  checkQuotations(): void {
    this.#editor.view.dispatch(withNewStates(this.#editor.state.tr))
  }

  focus(): void {
    this.#editor.commands.focus()
  }

  /** Whether there is selected text that a thread could hang on. */
  get hasSelection(): boolean {
    void this.#version
    const { selection } = this.#editor.state
    return !selection.empty && this.#selectedWords() !== ''
  }

  /** Where the selection ends, in the window's coordinates. */
  selectionEnd(): { left: number; top: number; bottom: number } {
    void this.#version
    return this.#editor.view.coordsAtPos(this.#editor.state.selection.to, -1)
  }

  /** Takes hold of the selected text; null if there is none. */
  anchorHere(): Anchor | null {
    if (!this.hasSelection) return null
    const { from, to } = this.#editor.state.selection
    return anchorAt(this.#text, this.#editor.state.doc, { from, to }, this.#selectedWords())
  }

  #selectedWords(): string {
    const { from, to } = this.#editor.state.selection
    const words = this.#editor.state.doc.textBetween(from, to, ' ', (leaf) =>
      leaf.type.name === 'hardBreak' ? ' ' : '',
    )
    return words.replace(/\s+/g, ' ').trim().slice(0, 2000)
  }

  mark(passages: readonly Passage[]): void {
    this.#editor.view.dispatch(withPassages(this.#editor.state.tr, passages))
  }

  /** The threads whose passage still stands in the text. */
  get placed(): ReadonlySet<string> {
    void this.#version
    return placedThreads(this.#editor.state)
  }

  /** Brings a thread's passage into view and lights it up for a moment. */
  show(thread: string): void {
    const parts = [...this.#editor.view.dom.querySelectorAll<HTMLElement>(`[data-thread="${CSS.escape(thread)}"]`)]
    for (const [index, part] of parts.entries()) this.#lightUp(part, index === 0 ? 'center' : null)
  }

  /** `block`: where in the window it is to come; null: it stays where it is. */
  #lightUp(part: Node | null, block: ScrollLogicalPosition | null): void {
    if (!(part instanceof HTMLElement)) return
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches
    if (block !== null) part.scrollIntoView({ block, behavior: still ? 'auto' : 'smooth' })
    part.animate([{ backgroundColor: 'var(--flash)' }, {}], { duration: still ? 0 : 1400, easing: 'ease-out' })
  }

  /** For the editor that takes this one's place. */
  get stoodAt(): StoodAt {
    if (!this.#editor.view.hasFocus()) return 'nowhere'
    // What this page shows to the others.
    const cursor = this.#provider.awareness.getLocalState()?.['cursor'] as
      { anchor: unknown; head: unknown } | null | undefined
    return cursor ?? 'nowhere'
  }

  /** Goes on where another editor of this text was left. */
  standAt(place: StoodAt): void {
    if (place === 'nowhere') return
    const { doc, tr } = this.#editor.state
    const [anchor, head] = [place.anchor, place.head].map((end) => positionOf(this.#text, doc, end))
    const [first, last] = [anchor ?? head ?? null, head ?? anchor ?? null]
    if (first !== null && last !== null && Math.max(first, last) <= doc.content.size)
      this.#editor.view.dispatch(tr.setSelection(TextSelection.between(doc.resolve(first), doc.resolve(last))))
    this.#editor.view.focus()
  }

  close(): void {
    this.#undo.close()
    try {
      this.#editor.destroy()
    } catch (error) {
      // What is broken may break once more in going.
      reportError(error)
    }
    this.#host.replaceChildren()
  }
}

function textboxAttributes(canWrite: boolean): Record<string, string> {
  const attributes = { class: 'prose', role: 'textbox', 'aria-multiline': 'true', 'aria-label': 'Assessment' }
  // What cannot be typed into is still scrolled, selected and commented on from the keyboard.
  return canWrite ? { ...attributes, spellcheck: 'true' } : { ...attributes, 'aria-readonly': 'true', tabindex: '0' }
}
