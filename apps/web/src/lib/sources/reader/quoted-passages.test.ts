import { quote, type Citation } from '@briefboard/board'
import { expect, test } from 'vitest'
import type { ParagraphCiting } from './citings.ts'
import { quotedOf } from './quoted-passages.ts'

const TEXT = 'The first sentence stands here.\nThe second one is longer.'
const card = { id: 'africa', title: 'Africa' }

function citing(...quotations: Citation['quotation'][]): ParagraphCiting[] {
  const citations = quotations.map((quotation) => ({
    ...{ symbol: 'S/2018/80', paragraph: 1 },
    ...(quotation === undefined ? {} : { quotation }),
  }))
  return [{ card, citations }]
}

const quotation = (words: string): NonNullable<Citation['quotation']> => quote(words) ?? { text: '', hash: '' }

test('a quotation that stands is marked where it stands, over line breaks too', () => {
  const { standing, loose } = quotedOf(TEXT, citing(quotation('stands here. The second')))
  expect(standing.map(([from, to]) => TEXT.slice(from, to))).toEqual(['stands here.\nThe second'])
  expect(loose).toEqual([])
})

test('one that does not stand any more, or was changed, is told with whose it is', () => {
  const altered = { ...quotation('The first'), text: 'The second' }
  const { standing, loose } = quotedOf(TEXT, citing(quotation('other words'), altered))
  expect(standing).toEqual([])
  expect(loose).toEqual([
    { card, text: 'other words', state: 'gone' },
    { card, text: 'The second', state: 'altered' },
  ])
})

test('without the full text a quotation is not checked', () => {
  expect(quotedOf(null, citing(quotation('The first'))).loose).toEqual([
    { card, text: 'The first', state: 'unchecked' },
  ])
})

test('a citation of the paragraph as a whole marks nothing', () => {
  expect(quotedOf(TEXT, citing(undefined))).toEqual({ standing: [], loose: [] })
})
