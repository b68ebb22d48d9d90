/** A citation inside the editor's text: an inline node without an inside, shown as a chip and copied as "[S/2018/80, para. 13]". */
import { citationKey, citationUrl, formatCitations, parseCitation, type Citation } from '@briefboard/board'
import { Node } from '@tiptap/core'
import { NodeSelection } from '@tiptap/pm/state'
import { chipText, chipTitle } from './chip-words.ts'

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    citation: {
      insertCitation: (citation: Citation) => ReturnType
    }
  }
}

interface Options {
  /** Where the text cannot be typed into, chips are links that Tab reaches; while typing, the arrow keys reach them. */
  tabbable: boolean
}

export const CitationNode = Node.create<Options>({
  name: 'citation',
  group: 'inline',
  inline: true,
  atom: true,
  selectable: true,
  draggable: true,

  addOptions: () => ({ tabbable: false }),

  addAttributes: () => ({
    symbol: { default: '', rendered: false },
    paragraph: { default: 0, rendered: false },
    sub: { default: null, rendered: false },
  }),

  parseHTML: () => [
    {
      tag: 'a[data-citation]',
      priority: 60,
      getAttrs: (element) => parseCitation(element.getAttribute('data-citation') ?? '') ?? false,
    },
  ],

  renderHTML({ node }) {
    const citation = citationIn(node.attrs)
    return ['a', { ...chipAttributes(citation), tabindex: this.options.tabbable ? '0' : '-1' }, chipText(citation)]
  },

  renderText: ({ node }) => `[${formatCitations([citationIn(node.attrs)])}]`,

  addCommands: () => ({
    insertCitation:
      ({ symbol, paragraph, sub }) =>
      ({ chain, state }) => {
        const before = state.doc.textBetween(Math.max(0, state.selection.to - 1), state.selection.to, '\n')
        const space = before === '' || /\s/.test(before) ? [] : [{ type: 'text', text: ' ' }]
        return chain()
          .setTextSelection(state.selection.to)
          .insertContent([...space, { type: 'citation', attrs: { symbol, paragraph, sub: sub ?? null } }])
          .run()
      },
  }),

  /** Enter on a chosen chip leads to the document; it would otherwise replace the chip by a new line. */
  addKeyboardShortcuts: () => ({
    Enter: ({ editor }) => {
      const { selection } = editor.state
      if (!(selection instanceof NodeSelection) || selection.node.type.name !== 'citation') return false
      window.open(citationUrl(citationIn(selection.node.attrs).symbol), '_blank', 'noopener')
      return true
    },
  }),
})

function chipAttributes(citation: Citation): Record<string, string> {
  return {
    class: 'citation',
    href: citationUrl(citation.symbol),
    target: '_blank',
    rel: 'noopener',
    'data-citation': citationKey(citation),
    'aria-label': chipTitle(citation),
  }
}

function citationIn({ symbol, paragraph, sub }: Record<string, unknown>): Citation {
  return {
    symbol: String(symbol),
    paragraph: Number(paragraph),
    ...(typeof sub === 'string' && sub !== '' ? { sub } : {}),
  }
}
