/** An assessment is written into its document and read back as it was; what is broken or unknown in it takes nothing else along. */
import { oldAssessmentOf, oldParagraph } from '@briefboard/testkit'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { textOf, type Block, type Inline } from '../assessment.ts'
import type { Citation } from '../citation.ts'
import { citedBlocks } from '../seed/cited-text.ts'
import { quote } from '../quotation-state.ts'
import { readAssessment } from './assessment.ts'
import type { Problem } from './problems.ts'
import { assessmentOf } from './schema.ts'
import { writeAssessment } from './write-assessment.ts'

const quotation = quote('left the harbour') ?? undefined
const words = (text: string): Inline => ({ type: 'text', text })
const paragraph = (...content: Inline[]): Block => ({ type: 'paragraph', content })
const cited = (citation: Citation): Block => paragraph({ type: 'citation', citation })
const PLACE: Citation = { symbol: 'S/2018/80', paragraph: 13 }

/** As somebody else's program has it. */
function sent(blocks: readonly Block[], change: (text: Y.Text) => void = () => undefined): Y.Doc {
  const [doc, other] = [new Y.Doc(), new Y.Doc()]
  writeAssessment(doc, blocks, 'test')
  change(assessmentOf(doc))
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
  return other
}

/** Reading changes nothing, and says what it left out. */
function read(doc: Y.Doc): { blocks: Block[]; problems: Problem[] } {
  const before = Y.encodeStateAsUpdate(doc)
  const problems: Problem[] = []
  const blocks = readAssessment(doc, problems)
  expect(Y.encodeStateAsUpdate(doc)).toEqual(before)
  return { blocks, problems }
}

const marker = (entries: Record<string, unknown>): Y.Map<unknown> => new Y.Map(Object.entries(entries))

test.each<[what: string, blocks: Block[]]>([
  ['paragraphs, an empty one too', [paragraph(words('One.')), paragraph(), paragraph(words('Two.'))]],
  [
    'headings of both levels',
    [
      { type: 'heading', level: 2, content: [words('Threat')] },
      { type: 'heading', level: 3, content: [words('At sea')] },
    ],
  ],
  [
    'all marks, alone and together',
    [
      paragraph(
        { type: 'text', text: 'bold', bold: true },
        { type: 'text', text: 'italic', italic: true },
        { type: 'text', text: 'struck', strike: true },
        { type: 'text', text: 'there', link: 'https://example.org/a' },
        { type: 'text', text: 'all', bold: true, italic: true, strike: true, link: 'mailto:a@example.org' },
      ),
    ],
  ],
  ['line breaks, at both ends too', [paragraph({ type: 'break' }, words('a'), { type: 'break' }, { type: 'break' })]],
  [
    'lists in lists, with paragraphs of their own',
    [
      {
        type: 'list',
        ordered: false,
        items: [
          [paragraph(words('a')), paragraph(words('more of a'))],
          [
            paragraph(words('b')),
            { type: 'list', ordered: true, items: [[paragraph(words('b1'))], [paragraph(words('b2'))]] },
            paragraph(words('after b2')),
          ],
        ],
      },
    ],
  ],
  [
    'an ordered list that begins with another number, and one behind it',
    [
      { type: 'list', ordered: true, start: 4, items: [[paragraph(words('four'))], [paragraph(words('five'))]] },
      { type: 'list', ordered: true, items: [[paragraph(words('one'))]] },
    ],
  ],
  [
    'a quotation with a list and a heading',
    [
      {
        type: 'quote',
        blocks: [
          { type: 'heading', level: 3, content: [words('They said')] },
          { type: 'list', ordered: false, items: [[paragraph(words('this'))]] },
          paragraph(words('and that')),
        ],
      },
      paragraph(words('We say')),
    ],
  ],
])('what is written and sent is read as it was: %s', (_, blocks) => {
  expect(read(sent(blocks))).toEqual({ blocks, problems: [] })
})

test('citations with and without quotation come back as they were written, wherever they stand', () => {
  const inline = cited({ ...PLACE, sub: 'b', quotation })
  const blocks: Block[] = [
    inline,
    cited(PLACE),
    { type: 'list', ordered: true, items: [[inline]] },
    { type: 'quote', blocks: [inline] },
    { type: 'heading', level: 3, content: [{ type: 'citation', citation: { ...PLACE, quotation } }] },
  ]
  expect(read(sent(blocks))).toEqual({ blocks, problems: [] })
})

test('a citation without quotation is written without one', () => {
  const blocks = citedBlocks('One. [S/2018/80:1; S/2016/92:76(b)] Two.')
  const doc = sent(blocks)
  expect(read(doc)).toEqual({ blocks, problems: [] })
  expect(embedsIn(doc)[0]).toEqual({ citation: { symbol: 'S/2018/80', paragraph: 1 } })
})

const embedsIn = (doc: Y.Doc): unknown[] =>
  assessmentOf(doc)
    .toDelta()
    .map(({ insert }: { insert: unknown }) => insert)
    .filter((insert: unknown) => typeof insert === 'object' && !(insert instanceof Y.Map))

const HASH = quotation?.hash

test.each<[what: string, quotation: unknown]>([
  ['no hash', { text: 'left the harbour' }],
  ['no words', { hash: HASH }],
  ['empty words', { text: '', hash: HASH }],
  ['a hash that is none', { text: 'left the harbour', hash: 'abc' }],
  ['words that are none', { text: 12, hash: HASH }],
  ['a novel', { text: 'a'.repeat(100_000), hash: HASH }],
  ['the form of another time', 'left the harbour'],
])('a quotation with %s is left off its citation, named, and stays in the document', (_, broken) => {
  const embed = { citation: { ...PLACE, quotation: broken } }
  const doc = sent([], (text) => text.insertEmbed(0, embed))
  const { blocks, problems } = read(doc)
  expect(blocks).toEqual([cited(PLACE)])
  expect(problems.map(({ path }) => path)).toEqual(['text/S/2018/80:13/quotation'])
  expect(embedsIn(doc)).toEqual([embed])
})

test.each<[what: string, embed: object]>([
  ['a citation of nothing', { citation: { ...PLACE, symbol: 'nonsense' } }],
  ['a citation that is none', { citation: 7 }],
  ['a citation in too large an embed', { citation: PLACE, more: 'x'.repeat(300_000) }],
  ['an image', { image: 'https://example.org/a.png' }],
  ['a list', ['citation', PLACE]],
])('%s is left out and named; the text around it stays', (_, embed) => {
  const doc = sent([paragraph(words('One. Two.'))], (text) => text.insertEmbed(5, embed))
  const { blocks, problems } = read(doc)
  // What stands beside it is still two stretches.
  expect(textOf(blocks)).toBe('One. Two.')
  expect(problems).toHaveLength(1)
  expect(embedsIn(doc)).toEqual([embed])
})

test('a kind of block that this version does not know is a paragraph, and keeps what it is', () => {
  const doc = sent([paragraph(words('Before.'))], (text) => {
    text.insertEmbed(text.length, marker({ type: 'table', columns: 3 }))
    text.insert(text.length, 'Cells.')
  })
  expect(read(doc)).toEqual({ blocks: [paragraph(words('Before.')), paragraph(words('Cells.'))], problems: [] })
})

test('a marker with odd values is read as far as they make sense', () => {
  const doc = sent([], (text) => {
    text.insertEmbed(0, marker({ type: 'heading', level: '3', indent: -4, quote: 'yes', start: 1.5 }))
    text.insert(1, 'Heading')
    text.insertEmbed(8, marker({ type: 'ordered', start: 10 ** 12, indent: 99 }))
    text.insert(9, 'Item')
  })
  expect(read(doc).blocks).toEqual([
    { type: 'heading', level: 2, content: [words('Heading')] },
    { type: 'list', ordered: true, start: 1_000_000, items: [[paragraph(words('Item'))]] },
  ])
})

test('types of other kinds among the letters give their words, and letters before the first marker are a paragraph', () => {
  const doc = sent([], (text) => {
    text.insert(0, 'Unmarked ')
    text.insertEmbed(9, oldParagraph('words of a tree'))
    text.insertEmbed(10, Y.Array.from([1, 'values']))
    text.insert(11, ' end.')
  })
  expect(textOf(read(doc).blocks)).toBe('Unmarked words of a tree end.')
})

test('marks that this version does not know change nothing, and a link that may run something is none', () => {
  const doc = sent([paragraph(words('Plain.'))], (text) => {
    text.format(1, 6, { underline: true, link: 'javascript:alert(1)', size: { very: 'large' } })
  })
  expect(read(doc)).toEqual({ blocks: [paragraph(words('Plain.'))], problems: [] })
})

test('a document of schema 1 that somebody has gone on with in the new form is read as both, the old first', () => {
  const doc = sent([paragraph(words('New.'))])
  oldAssessmentOf(doc).push([oldParagraph('Old.')])
  expect(textOf(read(doc).blocks)).toBe('Old.\nNew.')
})

test('what is read of a document is written again as the same', () => {
  const blocks = citedBlocks('One. [S/2018/80:1] Two.\n\n- a\n- b')
  const again = read(sent(read(sent(blocks)).blocks)).blocks
  expect(again).toEqual(blocks)
})
