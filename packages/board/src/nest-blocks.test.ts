/** Lists and quotations lie flat in a text: what the model can say comes back as it was, and no word is lost of anything. */
import { PARAGRAPH, DEEPEST_INDENT, type BlockFormat } from '@briefboard/text'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inlinesOf, textOf, type Block, type Inline } from './assessment.ts'
import { flattenBlocks, nestBlocks, type FlatBlock } from './nest-blocks.ts'

const RUNS = { numRuns: Number(process.env['NEST_RUNS'] ?? 500) }

const content = fc
  .array(fc.string({ minLength: 1, maxLength: 6 }), { maxLength: 2 })
  .map((texts): Inline[] => texts.map((text) => ({ type: 'text', text })))
const paragraph = content.map((inlines): Block => ({ type: 'paragraph', content: inlines }))
const heading = fc
  .record({ level: fc.constantFrom(2 as const, 3 as const), inlines: content })
  .map(({ level, inlines }): Block => ({ type: 'heading', level, content: inlines }))

interface Level {
  depth: number
  /** Whether a quotation may stand here. */
  quotes: boolean
}

/**
 * Blocks as the flat form can say them: an item begins with its own paragraph, no list goes deeper than the deepest indent,
 * no quotation lies in a list or quotation or beside another, and of two bullet lists there is something between.
 */
const sayable = ({ depth, quotes }: Level): fc.Arbitrary<Block[]> =>
  fc
    .array(
      fc.oneof(
        { weight: 4, arbitrary: paragraph },
        { weight: 1, arbitrary: heading },
        ...(depth < 3 ? [{ weight: 2, arbitrary: list(depth) }] : []),
        ...(quotes ? [{ weight: 1, arbitrary: quote(depth) }] : []),
      ),
      { maxLength: 4 },
    )
    .map((blocks) => blocks.filter((block, at) => !runsTogether(blocks[at - 1], block)))

const list = (depth: number): fc.Arbitrary<Block> =>
  fc.record({ ordered: fc.boolean(), start: fc.integer({ min: 0, max: 99 }), items: items(depth) }).map((made) => ({
    ...{ type: 'list', ordered: made.ordered, items: made.items },
    ...(made.ordered && made.start !== 1 ? { start: made.start } : {}),
  }))

const items = (depth: number): fc.Arbitrary<Block[][]> =>
  fc.array(
    fc
      .tuple(paragraph, sayable({ depth: depth + 1, quotes: false }))
      .map(([first, rest]) => [first, ...rest.filter((block, at) => !runsTogether(rest[at - 1], block))]),
    { minLength: 1, maxLength: 3 },
  )

const quote = (depth: number): fc.Arbitrary<Block> =>
  fc
    .tuple(paragraph, sayable({ depth, quotes: false }))
    .map(([first, rest]): Block => ({ type: 'quote', blocks: [first, ...rest] }))

function runsTogether(before: Block | undefined, block: Block): boolean {
  if (before?.type === 'quote' && block.type === 'quote') return true
  return before?.type === 'list' && block.type === 'list' && !before.ordered && !block.ordered
}

test('blocks that the flat form can say come back as they were', () => {
  fc.assert(
    fc.property(sayable({ depth: 0, quotes: true }), (blocks) => {
      const tidied = blocks.filter((block, at) => !runsTogether(blocks[at - 1], block))
      fc.pre(!tidied.some((block, at) => runsTogether(tidied[at - 1], block)))
      expect(nestBlocks(flattenBlocks(tidied))).toEqual(tidied)
    }),
    RUNS,
  )
})

/** Any blocks at all: empty lists, items that begin with a list, quotations in quotations, far too deep. */
const { any } = fc.letrec<{ any: Block[]; block: Block }>((tie) => ({
  any: fc.array(tie('block'), { maxLength: 3 }),
  block: fc.oneof(
    { depthSize: 'large', withCrossShrink: true },
    paragraph,
    heading,
    fc
      .record({ ordered: fc.boolean(), items: fc.array(tie('any'), { maxLength: 3 }) })
      .map((made): Block => ({ type: 'list', ...made })),
    tie('any').map((blocks): Block => ({ type: 'quote', blocks })),
  ),
}))

const wordsOf = (blocks: readonly Block[]): string[] =>
  [...inlinesOf(blocks)].map((inline) => (inline.type === 'text' ? inline.text : ''))

test('flattening and nesting lose no word, whatever the blocks are, and end in blocks that come back as they are', () => {
  fc.assert(
    fc.property(any, (blocks) => {
      const nested = nestBlocks(flattenBlocks(blocks))
      expect(wordsOf(nested)).toEqual(wordsOf(blocks))
      expect(textOf(nestBlocks(flattenBlocks(nested)))).toBe(textOf(nested))
    }),
    RUNS,
  )
})

const format: fc.Arbitrary<BlockFormat> = fc.record({
  kind: fc.constantFrom('paragraph', 'heading', 'bullet', 'ordered', 'unknown'),
  name: fc.constant(null),
  level: fc.constantFrom(2, 3),
  indent: fc.integer({ min: 0, max: DEEPEST_INDENT }),
  quote: fc.boolean(),
  start: fc.option(fc.integer({ min: 0, max: 9 })),
})

test('flat blocks of any formats keep all their words in order, and lie no deeper than their indents', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ format, content }), { maxLength: 12 }), (flat: FlatBlock[]) => {
      const nested = nestBlocks(flat)
      expect(wordsOf(nested)).toEqual(wordsOf(flat.map((block) => ({ type: 'paragraph', content: block.content }))))
      expect(depthOf(nested)).toBeLessThanOrEqual(2 + Math.max(0, ...flat.map((block) => block.format.indent)))
    }),
    RUNS,
  )
})

const depthOf = (blocks: readonly Block[]): number =>
  Math.max(
    0,
    ...blocks.map((block) =>
      block.type === 'list'
        ? 1 + Math.max(0, ...block.items.map(depthOf))
        : block.type === 'quote'
          ? 1 + depthOf(block.blocks)
          : 0,
    ),
  )

test('what stands between two items at their own depth ends the list, deeper it is the item’s', () => {
  const flat = (kind: BlockFormat['kind'], indent: number, text: string): FlatBlock => ({
    format: { ...PARAGRAPH, kind, indent },
    content: [{ type: 'text', text }],
  })
  const nested = nestBlocks([
    flat('bullet', 0, 'a'),
    flat('paragraph', 1, 'of a'),
    flat('bullet', 0, 'b'),
    flat('paragraph', 0, 'between'),
    flat('bullet', 0, 'c'),
  ])
  expect(nested.map((block) => (block.type === 'list' ? block.items.length : block.type))).toEqual([2, 'paragraph', 1])
})

test('S12: quotations that begin and end by turns take no longer than in proportion', () => {
  const turning = (count: number): FlatBlock[] =>
    Array.from({ length: count }, (_, at) => ({ format: { ...PARAGRAPH, quote: at % 2 === 0 }, content: [] }))
  const tookMs = (count: number): number => {
    const flat = turning(count)
    const began = process.cpuUsage()
    nestBlocks(flat)
    return process.cpuUsage(began).user / 1000
  }
  const best = (count: number): number => Math.min(...[1, 2, 3, 4, 5].map(() => tookMs(count)))
  // Sixteen times as many: a square would take 256 times as long.
  expect(best(160_000)).toBeLessThan(100 * Math.max(1, best(10_000)))
})
