/** Flat blocks, each with how deep it stands, as lists in lists and quotations; and the other way round. */
import { DEEPEST_INDENT, PARAGRAPH, type BlockFormat } from '@briefboard/text'
import type { Block, Inline } from './assessment.ts'

export interface FlatBlock {
  format: BlockFormat
  content: Inline[]
}

type List = Extract<Block, { type: 'list' }>

export function nestBlocks(flat: readonly FlatBlock[]): Block[] {
  const blocks: Block[] = []
  let at = 0
  while (at < flat.length) {
    const isQuote = flat[at]?.format.quote === true
    const end = endOfRun(flat, at, ({ format }) => format.quote === isQuote)
    const inside = withLists(flat.slice(at, end))
    if (isQuote) blocks.push({ type: 'quote', blocks: inside })
    else blocks.push(...inside)
    at = end
  }
  return blocks
}

/** Each open list, from the outermost on, with the indent of its items. */
interface Open {
  list: List
  indent: number
}

function withLists(flat: readonly FlatBlock[]): Block[] {
  const blocks: Block[] = []
  const open: Open[] = []
  for (const { format, content } of flat) {
    const { kind, indent } = format
    const isItem = kind === 'bullet' || kind === 'ordered'
    // What stands no deeper than a list's items ends the list, unless it is one of them.
    while (open.length > 0 && indent <= (open.at(-1)?.indent ?? 0)) {
      const last = open.at(-1)
      if (isItem && last !== undefined && indent === last.indent && goesOn(last.list, format)) break
      open.pop()
    }
    const around = open.at(-1)
    if (!isItem) (around?.list.items.at(-1) ?? blocks).push(plainBlock(format, content))
    else if (around !== undefined && around.indent === indent) around.list.items.push([{ type: 'paragraph', content }])
    else {
      const list = newList(format, content)
      ;(around?.list.items.at(-1) ?? blocks).push(list)
      open.push({ list, indent })
    }
  }
  return blocks
}

/** A number of its own begins another list. */
const goesOn = ({ ordered }: List, { kind, start }: BlockFormat): boolean =>
  ordered === (kind === 'ordered') && (kind !== 'ordered' || start === null)

const newList = ({ kind, start }: BlockFormat, content: Inline[]): List => ({
  type: 'list',
  ordered: kind === 'ordered',
  ...(kind === 'ordered' && start !== null && start !== 1 ? { start } : {}),
  items: [[{ type: 'paragraph', content }]],
})

const plainBlock = ({ kind, level }: BlockFormat, content: Inline[]): Block =>
  kind === 'heading' ? { type: 'heading', level, content } : { type: 'paragraph', content }

function endOfRun<T>(list: readonly T[], from: number, isIn: (entry: T) => boolean): number {
  for (let at = from + 1; at < list.length; at++) {
    const entry = list[at]
    if (entry !== undefined && !isIn(entry)) return at
  }
  return list.length
}

export const flattenBlocks = (blocks: readonly Block[]): FlatBlock[] =>
  blocks.flatMap((block) => flattened(block, PARAGRAPH))

function flattened(block: Block, around: BlockFormat): FlatBlock[] {
  switch (block.type) {
    case 'paragraph':
      return [{ format: around, content: block.content }]
    case 'heading':
      return [{ format: { ...around, kind: 'heading', level: block.level }, content: block.content }]
    case 'quote':
      return block.blocks.flatMap((inner) => flattened(inner, { ...around, quote: true }))
    case 'list':
      return block.items.flatMap((item, at) => flattenedItem(block, item, at === 0, around))
    default:
      return block satisfies never
  }
}

/** The first paragraph of an item is the item itself; what else is in it stands one deeper. */
function flattenedItem(list: List, item: readonly Block[], isFirst: boolean, around: BlockFormat): FlatBlock[] {
  const [first, ...rest] = item
  const start = list.ordered && isFirst ? (list.start ?? 1) : null
  const format: BlockFormat = { ...around, kind: list.ordered ? 'ordered' : 'bullet', start }
  const inner = { ...around, indent: Math.min(around.indent + 1, DEEPEST_INDENT) }
  const isText = first?.type === 'paragraph' || first?.type === 'heading'
  const own: FlatBlock = { format, content: isText ? first.content : [] }
  const others = isText || first === undefined ? rest : item
  return [own, ...others.flatMap((block) => flattened(block, inner))]
}
