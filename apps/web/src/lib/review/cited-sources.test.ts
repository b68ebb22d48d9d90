import { quote } from '@briefboard/board'
import { expect, test } from 'vitest'
import { citedDocuments } from './cited-sources.ts'

const cite = (symbol: string, paragraph: number): { symbol: string; paragraph: number } => ({ symbol, paragraph })

test('each cited paragraph stands once, in the order of its report, with where it is cited', () => {
  const judgement = { citations: [cite('S/2018/80', 9), cite('S/2018/80', 12)] }
  const documents = citedDocuments(
    {
      assessment: [
        {
          type: 'paragraph',
          content: [
            { type: 'citation', citation: cite('S/2018/80', 12) },
            { type: 'citation', citation: cite('S/2016/92', 4) },
          ],
        },
      ],
      // Only the citations of a judgement are read.
      card: { judgements: [judgement as never], gaps: [{ text: '', citations: [cite('S/2018/80', 12)] }] },
      figures: [],
    },
    [],
  )
  expect(
    documents.map(({ symbol, paragraphs }) => [
      symbol,
      paragraphs.map(({ citation, where }) => [citation.paragraph, where]),
    ]),
  ).toEqual([
    [
      'S/2018/80',
      [
        [9, ['judgement']],
        [12, ['assessment', 'judgement', 'gaps']],
      ],
    ],
    ['S/2016/92', [[4, ['assessment']]]],
  ])
})

test('two quotations of one paragraph both stand with it, the same words once; the place is one', () => {
  const [left, counted] = [quote('left the harbour'), quote('nobody counted')]
  if (left === null || counted === null) throw new Error('nothing was quoted')
  const place = cite('S/2018/80', 12)
  const [document] = citedDocuments(
    {
      assessment: [
        {
          type: 'paragraph',
          content: [
            { type: 'citation', citation: { ...place, quotation: left } },
            { type: 'citation', citation: { ...place, quotation: counted } },
          ],
        },
      ],
      card: { judgements: [], gaps: [{ text: '', citations: [place, { ...place, quotation: left }] }] },
      figures: [],
    },
    [],
  )
  expect(document?.paragraphs).toEqual([
    { citation: place, quotations: [left, counted], digest: null, where: ['assessment', 'gaps'] },
  ])
})
