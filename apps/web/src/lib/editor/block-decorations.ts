/** What is drawn on blocks and stands in no document: the numbers of ordered lists, and which go on without a space. */
import { numbersOf } from '@briefboard/text'
import { formatOf } from '@briefboard/text/editor'
import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import { isUnbroken } from '#lib/ui/unbroken.ts'

const key = new PluginKey<DecorationSet>('block-decorations')

export const BlockDecorations = Extension.create({
  name: 'blockDecorations',

  addProseMirrorPlugins: () => [
    new Plugin<DecorationSet>({
      key,
      state: {
        init: (_, { doc }) => draw(doc),
        apply: ({ docChanged, doc }, drawn) => (docChanged ? draw(doc) : drawn),
      },
      props: { decorations: (state) => key.getState(state) },
    }),
  ],
})

/** ProseMirror keeps the nodes that have not changed. */
const known = new WeakMap<Node, boolean>()

/** A browser lays out a text without a space in time only if it is told that it may break it anywhere. */
function isUnbrokenBlock(block: Node): boolean {
  const before = known.get(block)
  if (before !== undefined) return before
  const now = isUnbroken(block.textContent)
  known.set(block, now)
  return now
}

function draw(doc: Node): DecorationSet {
  const marks: Decoration[] = []
  const numbers = numbersOf(doc.children.map(formatOf))
  let start = 0
  for (const [at, block] of doc.children.entries()) {
    const number = numbers[at] ?? null
    const attributes = {
      ...(number !== null && { start: `${number}` }),
      ...(isUnbrokenBlock(block) && { class: 'unbroken' }),
    }
    if (Object.keys(attributes).length > 0) marks.push(Decoration.node(start, start + block.nodeSize, attributes))
    start += block.nodeSize
  }
  return DecorationSet.create(doc, marks)
}
