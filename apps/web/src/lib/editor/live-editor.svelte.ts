/** The assessment's live editor for as long as a card is open. Loaded only then, since it brings all of TipTap with it. */
import type { Anchor, Citation } from '@briefboard/board'
import { Editor } from '@tiptap/core'
import { NodeSelection, Selection } from '@tiptap/pm/state'
import { untrack } from 'svelte'
import { anchorAt } from './anchors.ts'
import { assessmentExtensions, type Setting } from './extensions.ts'
import { withNewStates } from './quotation-signs.ts'
import { placedThreads, withPassages, type Passage } from './thread-marks.ts'

export type Format = 'bold' | 'italic' | 'heading2' | 'heading3' | 'bulletList' | 'orderedList' | 'blockquote'

interface Opening extends Setting {
  host: HTMLElement
  /** A chip was chosen in the text by the keyboard or a click; null when it is no longer. */
  onChip: (chip: HTMLElement | null) => void
}

export class LiveEditor {
  readonly canWrite: boolean
  readonly #editor: Editor
  readonly #fragment: Setting['fragment']
  readonly #onChip: Opening['onChip']
  readonly #onCited: Setting['citations']['onCited']
  /** Somebody has put the cursor somewhere; until then it stands at the beginning, where nobody wants to cite. */
  #hasCursor = false
  /** Goes up with every change of text or selection: what is read from the editor below is read anew. */
  #version = $state(0)

  constructor({ host, onChip, ...setting }: Opening) {
    this.canWrite = setting.canWrite
    this.#fragment = setting.fragment
    this.#onChip = onChip
    this.#onCited = setting.citations.onCited
    this.#editor = new Editor({
      element: host,
      editable: setting.canWrite,
      extensions: assessmentExtensions(setting),
      injectCSS: false,
      editorProps: { attributes: textboxAttributes(setting.canWrite), scrollMargin: 80, scrollThreshold: 80 },
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
    if (format === 'heading2') return this.#editor.isActive('heading', { level: 2 })
    if (format === 'heading3') return this.#editor.isActive('heading', { level: 3 })
    return this.#editor.isActive(format)
  }

  toggle(format: Format): void {
    const chain = this.#editor.chain().focus()
    switch (format) {
      case 'bold':
        return void chain.toggleBold().run()
      case 'italic':
        return void chain.toggleItalic().run()
      case 'heading2':
        return void chain.toggleHeading({ level: 2 }).run()
      case 'heading3':
        return void chain.toggleHeading({ level: 3 }).run()
      case 'bulletList':
        return void chain.toggleBulletList().run()
      case 'orderedList':
        return void chain.toggleOrderedList().run()
      case 'blockquote':
        return void chain.toggleBlockquote().run()
      default:
        return format satisfies never
    }
  }

  get canUndo(): boolean {
    void this.#version
    return this.#editor.can().undo()
  }

  get canRedo(): boolean {
    void this.#version
    return this.#editor.can().redo()
  }

  undo(): void {
    this.#editor.chain().focus().undo().run()
  }

  redo(): void {
    this.#editor.chain().focus().redo().run()
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
    return anchorAt(this.#fragment, { from, to }, this.#selectedWords())
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

  close(): void {
    this.#editor.destroy()
  }
}

function textboxAttributes(canWrite: boolean): Record<string, string> {
  const attributes = { class: 'prose', role: 'textbox', 'aria-multiline': 'true', 'aria-label': 'Assessment' }
  // What cannot be typed into is still scrolled, selected and commented on from the keyboard.
  return canWrite ? { ...attributes, spellcheck: 'true' } : { ...attributes, 'aria-readonly': 'true', tabindex: '0' }
}
