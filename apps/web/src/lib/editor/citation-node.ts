/** A citation inside the editor's text: an inline node without an inside, shown as a chip and copied as "[S/2018/80, para. 13]". */
import { Quotation, type Citation } from '@briefboard/board'
import { Node } from '@tiptap/core'
import { NodeSelection } from '@tiptap/pm/state'
import { chipData, citationAt } from './chip-attributes.ts'
import { chipText, chipTitle, citedWords } from './chip-words.ts'

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    citation: {
      insertCitation: (citation: Citation) => ReturnType
    }
  }
}

export interface CitationOptions {
  /** Where the text cannot be typed into, chips are links that Tab reaches; while typing, the arrow keys reach them. */
  tabbable: boolean
  /** Attributes of the link to where the citation leads. */
  linkOf: (citation: Citation) => Record<string, string>
  /** Enter on a chosen chip. */
  onOpen: (citation: Citation) => void
  /** Undo takes back the citation alone, not what was typed just before. */
  beginStep: () => void
}

export const CitationNode = Node.create<CitationOptions>({
  name: 'citation',
  // Its Enter comes before that of blocks, which replaces what is selected.
  priority: 300,
  group: 'inline',
  inline: true,
  atom: true,
  selectable: true,
  draggable: true,

  addOptions: () => ({ tabbable: false, linkOf: () => ({}), onOpen: () => undefined, beginStep: () => undefined }),

  addAttributes: () => ({
    symbol: { default: '', rendered: false },
    paragraph: { default: 0, rendered: false },
    sub: { default: null, rendered: false },
    quotation: { default: null, rendered: false },
    quotationHash: { default: null, rendered: false },
  }),

  parseHTML: () => [
    {
      tag: 'a[data-citation]',
      priority: 60,
      getAttrs: (element) => {
        const citation = citationAt(element)
        return citation === null ? false : attributesOf(citation)
      },
    },
  ],

  renderHTML({ node }) {
    const citation = citationIn(node.attrs)
    const { tabbable, linkOf } = this.options
    const attributes = {
      ...{ class: 'citation', ...linkOf(citation), ...chipData(citation) },
      ...{ 'aria-label': chipTitle(citation), tabindex: tabbable ? '0' : '-1' },
    }
    return ['a', attributes, chipText(citation)]
  },

  renderText: ({ node }) => citedWords(citationIn(node.attrs)),

  addCommands() {
    return {
      insertCitation:
        (citation) =>
        ({ chain, state, dispatch }) => {
          if (dispatch !== undefined) this.options.beginStep()
          const before = state.doc.textBetween(Math.max(0, state.selection.to - 1), state.selection.to, '\n')
          const space = before === '' || /\s/.test(before) ? [] : [{ type: 'text', text: ' ' }]
          return chain()
            .setTextSelection(state.selection.to)
            .insertContent([...space, { type: 'citation', attrs: attributesOf(citation) }])
            .run()
        },
    }
  },

  /** Enter on a chosen chip leads to the paragraph; it would otherwise replace the chip by a new line. */
  addKeyboardShortcuts() {
    return {
      Enter: ({ editor }) => {
        const { selection } = editor.state
        if (!(selection instanceof NodeSelection) || selection.node.type.name !== 'citation') return false
        this.options.onOpen(citationIn(selection.node.attrs))
        return true
      },
    }
  },
})

/** The citation that a node's attributes say. */
export function citationIn({ symbol, paragraph, sub, quotation, quotationHash }: Record<string, unknown>): Citation {
  const quoted = Quotation.safeParse({ text: quotation, hash: quotationHash })
  return {
    // Other programs write any value; one without words of its own would stop whatever draws it.
    symbol: typeof symbol === 'string' ? symbol : '',
    paragraph: typeof paragraph === 'number' || typeof paragraph === 'string' ? Number(paragraph) : 0,
    ...(typeof sub === 'string' && sub !== '' ? { sub } : {}),
    ...(quoted.success ? { quotation: quoted.data } : {}),
  }
}

export const attributesOf = ({ symbol, paragraph, sub, quotation }: Citation): Record<string, unknown> => ({
  ...{ symbol, paragraph, sub: sub ?? null },
  ...{ quotation: quotation?.text ?? null, quotationHash: quotation?.hash ?? null },
})
