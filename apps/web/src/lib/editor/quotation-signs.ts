/** Shows in the text how each quotation stands, without a hover: on the chip, and in what a screen reader says of it. */
import type { Citation, QuotationState } from '@briefboard/board'
import { Extension } from '@tiptap/core'
import { Plugin, PluginKey, type Transaction } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import type { Node } from '@tiptap/pm/model'
import { chipTitle } from './chip-words.ts'
import { citationIn } from './citation-node.ts'

interface Options {
  /** Null: not known, or there is no quotation. */
  stateOf: (citation: Citation) => QuotationState | null
}

const key = new PluginKey<DecorationSet>('quotation-signs')

export const QuotationSigns = Extension.create<Options>({
  name: 'quotationSigns',
  addOptions: () => ({ stateOf: () => null }),

  addProseMirrorPlugins() {
    const { stateOf } = this.options
    return [
      new Plugin<DecorationSet>({
        key,
        state: {
          init: (_, { doc }) => draw(doc, stateOf),
          apply: (transaction, drawn) =>
            transaction.docChanged || transaction.getMeta(key) === true ? draw(transaction.doc, stateOf) : drawn,
        },
        props: { decorations: (state) => key.getState(state) },
      }),
    ]
  },
})

/** Asks for the state of every quotation again. */
export const withNewStates = (transaction: Transaction): Transaction =>
  transaction.setMeta(key, true).setMeta('addToHistory', false)

function draw(doc: Node, stateOf: Options['stateOf']): DecorationSet {
  const signs: Decoration[] = []
  doc.descendants((node, position) => {
    if (node.type.name !== 'citation') return
    const citation = citationIn(node.attrs)
    if (citation.quotation === undefined) return
    const state = stateOf(citation)
    // The label is set in any state: a decoration that goes takes the chip's own label along.
    const attributes = { 'aria-label': chipTitle(citation, state), 'data-quotation-state': state ?? 'unchecked' }
    signs.push(Decoration.node(position, position + 1, attributes))
  })
  return DecorationSet.create(doc, signs)
}
