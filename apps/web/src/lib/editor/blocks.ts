/** The nodes of the assessment's editor: one flat row of blocks, as packages/text has them, and what stands in them. */
import type { BlockFormat } from '@briefboard/text'
import {
  BLOCK,
  blockAttributes,
  BREAK,
  formatOf,
  FOREIGN,
  insertBreak,
  type ForeignAttributes,
} from '@briefboard/text/editor'
import { Mark, Node } from '@tiptap/core'
import type { DOMOutputSpec } from '@tiptap/pm/model'
import { blockShape } from './block-shape.ts'
import { formatIn } from './pasted-html.ts'

export const Document = Node.create({ name: 'doc', topNode: true, content: `${BLOCK}+` })

export const Text = Node.create({ name: 'text', group: 'inline' })

export const Block = Node.create({
  name: BLOCK,
  group: 'block',
  content: 'inline*',
  defining: true,
  addAttributes: () =>
    Object.fromEntries(Object.entries(blockAttributes).map(([name, spec]) => [name, { ...spec, rendered: false }])),
  // What is pasted has been made into these before (pasted-html.ts).
  parseHTML: () => [{ tag: 'p', getAttrs: (element) => ({ ...formatIn(element) }) }],
  renderHTML: ({ node }) => drawn(formatOf(node)),
})

function drawn(format: BlockFormat): DOMOutputSpec {
  const { outer, inner, attributes } = blockShape(format)
  return inner === null ? [outer, attributes, 0] : [outer, attributes, [inner, 0]]
}

export const HardBreak = Node.create({
  name: BREAK,
  group: 'inline',
  inline: true,
  selectable: false,
  linebreakReplacement: true,
  parseHTML: () => [{ tag: 'br' }],
  renderHTML: () => ['br'],
  renderText: () => '\n',
  addKeyboardShortcuts() {
    const run = (): boolean => insertBreak(this.editor.state, this.editor.view.dispatch)
    return { 'Shift-Enter': run, 'Mod-Enter': run }
  },
})

/** What this version cannot show: it stays in the text as it is. Copied, it is its words. */
export const Foreign = Node.create({
  name: FOREIGN,
  group: 'inline',
  inline: true,
  atom: true,
  addAttributes: () => ({ words: { default: '', rendered: false }, embed: { default: null, rendered: false } }),
  renderHTML: ({ node }) => {
    const { words } = node.attrs as ForeignAttributes // As above.
    return ['span', { class: 'foreign', title: 'This version cannot edit it.' }, words === '' ? '▢' : words]
  },
  renderText: ({ node }) => (node.attrs as ForeignAttributes).words, // As above.
})

const SAFE_REL = 'noopener noreferrer nofollow'

export const Link = Mark.create({
  name: 'link',
  // What is typed behind a link is not part of it.
  inclusive: false,
  addAttributes: () => ({ href: { default: '', rendered: false } }),
  parseHTML: () => [
    { tag: 'a[href]:not([data-citation])', getAttrs: (element) => ({ href: element.getAttribute('href') }) },
  ],
  renderHTML: ({ mark }) => [
    'a',
    { href: String(mark.attrs['href']), rel: SAFE_REL, target: '_blank', class: 'link' },
    0,
  ],
})
