/** A block of a kind that this version does not know is shown, and never written: only as a whole it can be deleted. */
import { BLOCK, formatOf, isFromText } from '@briefboard/text/editor'
import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin, type Transaction } from '@tiptap/pm/state'

export const UnknownBlocks = Extension.create({
  name: 'unknownBlocks',

  addProseMirrorPlugins: () => [
    new Plugin({
      filterTransaction: (transaction, { doc }) =>
        !transaction.docChanged || isFromText(transaction) || !changesUnknown(transaction, doc),
    }),
  ],
})

const isUnknown = (node: Node): boolean => node.type.name === BLOCK && formatOf(node).kind === 'unknown'

/** Whether one that was there is another now: those that are still there are the very same nodes. */
function changesUnknown({ doc }: Transaction, before: Node): boolean {
  const unknown = before.children.filter(isUnknown)
  if (unknown.length === 0) return false
  const now = new Set(doc.children.filter(isUnknown))
  const gone = unknown.filter((node) => !now.has(node))
  const made = [...now].filter((node) => !unknown.includes(node))
  return made.length > 0 && gone.length > 0
}
