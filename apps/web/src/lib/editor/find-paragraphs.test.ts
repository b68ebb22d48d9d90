import type { Report } from '@briefboard/board'
import { describe, expect, test } from 'vitest'
import { chipText } from './chip-words.ts'
import { findParagraphs } from './find-paragraphs.ts'

function report(symbol: string, date: string, digests: string[], subparagraphs: string[] = []): Report {
  const paragraphs = digests.map((digest, index) => ({
    number: index + 1,
    section: 's1',
    digest,
    regions: [],
    themes: [],
    actors: [],
    subparagraphs,
  }))
  const sections = [
    { id: 's1', heading: 'Middle East', level: 1, parent: null, paragraphs: [1, digests.length] as [number, number] },
  ]
  return { symbol, title: symbol, series: 'sg', number: 1, date, url: '', sections, paragraphs }
}

const reports = [
  report('S/2016/92', '2016-01-29', ['About 8 million people', 'Oil pays'], ['a', 'b']),
  report('S/2018/80', '2018-01-31', ['No urban area', 'Oil is gone, 2 wells burn']),
]

const chips = (query: string): string[] => findParagraphs(reports, query).map(({ citation }) => chipText(citation))

describe('the paragraph to cite is found', () => {
  test('without a query: all, newest report first', () => {
    expect(chips('')).toEqual(['S/2018/80 ¶1', 'S/2018/80 ¶2', 'S/2016/92 ¶1', 'S/2016/92 ¶2'])
  })
  test('by words of what it says and of its heading', () => {
    expect(chips('oil east')).toEqual(['S/2018/80 ¶2', 'S/2016/92 ¶2'])
  })
  test('by symbol and number', () => {
    expect(chips('2018/80 1')).toEqual(['S/2018/80 ¶1'])
    expect(chips('S/2016/92, para. 2')).toEqual(['S/2016/92 ¶2'])
  })
  test('first where the symbol is named, and by the beginnings of words only', () => {
    expect(chips('2016 o')).toEqual(['S/2016/92 ¶2'])
    expect(chips('eople')).toEqual([])
  })
  test('by sub-paragraph where there is one', () => {
    expect(chips('2b')).toEqual(['S/2016/92 ¶2 (b)'])
    expect(chips('2c')).toEqual([])
  })
})
