/** An assessment of schema 1 is read as it was written; what is broken in it takes nothing else along. */
import { oldAssessmentOf, writeOldAssessment } from '@briefboard/testkit'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Block } from '../assessment.ts'
import type { Citation } from '../citation.ts'
import { citedBlocks } from '../seed/cited-text.ts'
import { quote } from '../quotation-state.ts'
import { readAssessment } from './assessment.ts'
import type { Problem } from './problems.ts'

const quotation = quote('left the harbour') ?? undefined
const cited = (citation: Citation): Block => ({ type: 'paragraph', content: [{ type: 'citation', citation }] })
const PLACE: Citation = { symbol: 'S/2018/80', paragraph: 13 }

/** As somebody else's program has it. */
function sent(blocks: readonly Block[]): Y.Doc {
  const [doc, other] = [new Y.Doc(), new Y.Doc()]
  writeOldAssessment(doc, blocks)
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
  return other
}

function read(doc: Y.Doc): { blocks: Block[]; problems: Problem[] } {
  const problems: Problem[] = []
  return { blocks: readAssessment(doc, problems), problems }
}

const citationIn = (doc: Y.Doc): Y.XmlElement =>
  [...oldAssessmentOf(doc).createTreeWalker(() => true)].find(
    (node): node is Y.XmlElement => node instanceof Y.XmlElement && node.nodeName === 'citation',
  ) ?? expect.unreachable()

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

test('a document from before there were quotations reads as ever, and is written as ever', () => {
  const blocks = citedBlocks('One. [S/2018/80:1; S/2016/92:76(b)] Two.')
  const doc = sent(blocks)
  expect(read(doc)).toEqual({ blocks, problems: [] })
  expect(citationIn(doc).getAttributes()).toEqual({ symbol: 'S/2018/80', paragraph: 1 })
})

test.each([
  ['no hash', { quotationHash: undefined }],
  ['no words', { quotation: undefined }],
  ['empty words', { quotation: '' }],
  ['a hash that is none', { quotationHash: 'abc' }],
  ['words that are none', { quotation: 12 as unknown as string }],
  ['a novel', { quotation: 'a'.repeat(100_000) }],
])('a quotation with %s is left off its citation, named, and stays in the document', (_, change) => {
  const doc = sent([cited({ ...PLACE, quotation })])
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined) citationIn(doc).removeAttribute(name)
    else citationIn(doc).setAttribute(name, value)
  }
  const left = citationIn(doc).getAttributes()
  const { blocks, problems } = read(doc)
  expect(blocks).toEqual([cited(PLACE)])
  expect(problems.map(({ path }) => path)).toEqual(['assessment/S/2018/80:13/quotation'])
  expect(citationIn(doc).getAttributes()).toEqual(left)
})

test('a citation that cannot be read is left out and named; the text around it stays', () => {
  const doc = sent(citedBlocks('One. [S/2018/80:1] Two.'))
  citationIn(doc).setAttribute('symbol', 'nonsense')
  const { blocks, problems } = read(doc)
  const words = (text: string): Block['type'] | object => ({ type: 'text', text })
  expect(blocks).toEqual([{ type: 'paragraph', content: [words('One. '), words(' Two.')] }])
  expect(problems.map(({ path }) => path)).toEqual(['assessment/citation'])
})
