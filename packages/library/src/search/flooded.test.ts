/** Texts that are written to be slow, or to take the room of others: each takes time in proportion, and keeps nobody from being found. */
import { finished, folded, parseSearch, type Steps } from '@briefboard/board'
import { describe, expect, test } from 'vitest'
import { BoardIndex } from './board-index.ts'
import type { SearchEntry } from './entries.ts'

const CHARACTERS = 199_000
const HAN = 20_000

const entry = (id: string, text: string, title = 'Title'): SearchEntry => ({
  ...{ id, kind: id.startsWith('comment') ? 'comment' : 'assessment', title, text, card: 'one', place: null },
  ...{ regions: [], actors: [], level: null, status: null, cites: [] },
})

const put = (index: BoardIndex, part: string, ...entries: SearchEntry[]): void => finished(index.putPart(part, entries))
const idsOf = (index: BoardIndex, typed: string): string[] =>
  finished(index.search(parseSearch(typed), 50)).found.hits.map(({ id }) => id)

/** So many characters of words. */
function textOf(word: (at: number) => string, length = CHARACTERS): string {
  const words: string[] = []
  for (let at = 0, characters = 0; characters < length; at++) {
    words.push(word(at))
    characters += words[at]!.length + 1
  }
  return words.join(' ').slice(0, length)
}

const letterOf = (first: number, count: number, at: number): string =>
  String.fromCodePoint(first + (Math.floor(at) % count))
const han = (at: number): string => letterOf(0x4e00, HAN, at / HAN) + letterOf(0x4e00, HAN, at)

/** Different words wherever there are as many. */
const WORDS: Record<string, (at: number) => string> = {
  'Han, one letter each': (at) => letterOf(0x4e00, HAN, at),
  'Han, two letters': han,
  'Han, the first letter another one': (at) => letterOf(0x4e00, HAN, at) + letterOf(0x4e00, HAN, at / HAN),
  Hangul: (at) => letterOf(0xac00, 11_000, at) + letterOf(0xac00, 11_000, at / 11_000),
  Cyrillic: (at) => letterOf(0x430, 32, at) + letterOf(0x430, 32, at / 32) + letterOf(0x430, 32, at / 1024),
  Arabic: (at) => letterOf(0x621, 26, at) + letterOf(0x621, 26, at / 26) + letterOf(0x621, 26, at / 676),
  'all kinds of letters': (at) => letterOf(0x100, 0xd000, at * 7919) + letterOf(0x20000, 40_000, at),
  'one beginning': (at) => `be${letterOf(0x4e00, HAN, at)}`,
  numbers: (at) => String(100_000 + at * 7),
  emoji: (at) => letterOf(0x1f300, 1_000, at),
  'accents on one letter': () => `a${'\u0301\u0316'.repeat(2_000)}`,
  'a word of many parts': (at) =>
    Array.from({ length: 500 }, (_, part) => letterOf(0x4e00, HAN, at * 500 + part)).join('.'),
  'a sign that becomes eighteen': () => '\ufdfa',
}

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Of what is done several times, the least time of each step: the machine has more to do than this. */
function leastTimes(steps: () => Steps<unknown>, times = 3): number[] {
  const least: number[] = []
  for (let time = 0; time < times; time++) {
    const running = steps()
    for (let at = 0, isDone = false; !isDone; at++) {
      const begin = cpuMs()
      isDone = running.next().done === true
      least[at] = Math.min(least[at] ?? Infinity, cpuMs() - begin)
    }
  }
  return least
}

const sum = (times: readonly number[]): number => times.reduce((all, one) => all + one, 0)

describe('every text takes time in proportion to its length, in short steps', () => {
  test.each(Object.entries(WORDS))('%s', (_, word) => {
    const [half, whole] = [textOf(word, CHARACTERS / 2), textOf(word)]
    const indexing = (text: string) => () => new BoardIndex().putPart('one', [entry('assessment:one', text)])
    leastTimes(indexing(half), 1)
    const [ofHalf, ofWhole] = [leastTimes(indexing(half)), leastTimes(indexing(whole))]
    expect(Math.max(...ofWhole)).toBeLessThan(30)
    // Twice as much takes twice as long, and not four times; below 50 ms the clock says little.
    expect(sum(ofWhole)).toBeLessThan(3.2 * Math.max(50, sum(ofHalf)))

    const index = new BoardIndex()
    put(index, 'one', entry('assessment:one', whole))
    for (const typed of [word(7), word(7).slice(0, 2), 'something', '"two words"', `"${word(7).slice(0, 2)}"`])
      expect(Math.max(...leastTimes(() => index.search(parseSearch(typed), 50)))).toBeLessThan(30)
    expect(Math.max(...leastTimes(() => index.putPart('one', []), 1))).toBeLessThan(60)
  })

  test('as many words of a wide alphabet take about as long as of a narrow one', () => {
    const ofWords = (word: (at: number) => string): number =>
      sum(leastTimes(() => new BoardIndex().putPart('one', [entry('assessment:one', textOf(word))])))
    const latin = (at: number): string => (1_000 + at * 7).toString(36).slice(-3).padStart(2, 'a')
    expect(ofWords(han)).toBeLessThan(8 * ofWords(latin))
  })

  test('words by tens of thousands that are nearly what was typed are marked in short steps', () => {
    const index = new BoardIndex()
    put(
      index,
      'one',
      entry(
        'assessment:one',
        textOf((at) => `zeppelin${han(at)}`),
      ),
    )
    const steps = leastTimes(() => index.search(parseSearch('zeppelinab'), 50))
    expect(idsOf(index, 'zeppelinab')).toEqual(['assessment:one'])
    expect(Math.max(...steps)).toBeLessThan(30)
  })

  test('accents on one letter are folded in no time, wherever they stand', () => {
    const accents = '\u0301\u0316'.repeat(50_000)
    const begin = cpuMs()
    expect([folded(`E${accents}`), folded(accents)]).toEqual(['e', ''])
    expect(cpuMs() - begin).toBeLessThan(300)
  })
})

describe('what is replaced gives its room back', () => {
  test('a card whose words are all replaced six times is found, as are the new words of others', () => {
    const index = new BoardIndex()
    const first = (time: number): number => time * 70_000
    for (let time = 0; time < 6; time++) {
      put(
        index,
        'big',
        entry(
          'assessment:big',
          textOf((at) => han(first(time) + at)),
        ),
      )
      put(index, `small${time}`, entry(`assessment:${time}`, `honest${time}`))
      finished(index.putLeftOut())
      expect(idsOf(index, `honest${time}`)).toEqual([`assessment:${time}`])
      expect(idsOf(index, han(first(time)))).toEqual(['assessment:big'])
      if (time > 0) expect(idsOf(index, han(first(time - 1)))).toEqual([])
    }
    expect(index.isCut).toBe(false)
  })

  test('comments that came and went leave all their room', () => {
    const index = new BoardIndex()
    for (let time = 0; time < 8; time++) {
      put(
        index,
        'card',
        entry(
          'comment:big',
          textOf((at) => han(time * HAN + at), 60_000),
        ),
      )
      put(index, 'card', entry('comment:other', 'short'))
    }
    put(index, 'later', entry('comment:later', 'honest'))
    expect([idsOf(index, 'honest'), index.isCut]).toEqual([['comment:later'], false])
  })
})

describe('when the room is full, whoever has most of it gives way', () => {
  test('cards full of different words keep out neither new cards nor longer texts of few words', () => {
    const index = new BoardIndex()
    for (let card = 0; card < 6; card++)
      put(
        index,
        `big${card}`,
        entry(
          `assessment:big${card}`,
          textOf((at) => han(card * 70_000 + at)),
        ),
      )
    put(index, 'new', entry('assessment:new', 'honest'))
    put(index, 'long', entry('assessment:long', 'between '.repeat(20_000)))
    expect([idsOf(index, 'honest'), idsOf(index, 'between')]).toEqual([['assessment:new'], ['assessment:long']])
    expect(index.isCut).toBe(true)
    // The first ones are not the losers of those that came after.
    expect(idsOf(index, han(0))).toEqual(['assessment:big0'])
  })

  test('a card with very many short comments keeps out no other card’s long one', () => {
    const index = new BoardIndex()
    const short = Array.from({ length: 55_000 }, (_, at) => entry(`comment:${at}`, `${han(2 * at)} ${han(2 * at + 1)}`))
    put(index, 'big', ...short)
    put(
      index,
      'other',
      entry(
        'comment:long',
        textOf((at) => `w${at}`, 5_000),
      ),
    )
    expect([idsOf(index, 'w77'), index.isCut]).toEqual([['comment:long'], true])
    put(index, 'big')
    finished(index.putLeftOut())
    expect(index.isCut).toBe(false)
  })

  test('of very many long texts, those that are left out are found by their fields, and take no more memory for each', () => {
    const index = new BoardIndex()
    const memory: number[] = []
    for (let card = 0; card < 320; card++) {
      put(index, `big${card}`, { ...entry(`assessment:${card}`, '–'.repeat(199_000)), card: `card${card}` })
      if (card % 160 === 159) memory.push(index.memory)
    }
    const [half = 0, whole = Infinity] = memory
    expect(whole).toBeLessThan(1.1 * half)
    put(index, 'new', entry('assessment:new', 'honest'))
    expect([idsOf(index, 'honest'), index.isCut]).toEqual([['assessment:new'], true])
    expect(finished(index.search(parseSearch('kind:assessment'), 500)).found.total).toBe(321)
  })

  test('of a title that is longer than titles are, the beginning is found with each entry of its card', () => {
    const index = new BoardIndex()
    const title = `alpha ${'between '.repeat(20_000)}omega`
    put(index, 'card', ...['a', 'b', 'c'].map((id) => entry(`comment:${id}`, 'text', title)))
    expect([idsOf(index, 'alpha text').length, idsOf(index, 'omega').length, index.isCut]).toEqual([3, 0, true])
  })

  test('what is left out is not tried again until there is room for it', () => {
    const index = new BoardIndex()
    const big = (card: number): SearchEntry =>
      entry(
        `assessment:${card}`,
        textOf((at) => han(card * 70_000 + at)),
      )
    for (let card = 0; card < 5; card++) put(index, `big${card}`, big(card))
    expect(idsOf(index, han(4 * 70_000))).toEqual([])
    put(index, 'big4', big(4))
    finished(index.putLeftOut())
    expect([idsOf(index, han(0)), idsOf(index, han(4 * 70_000))]).toEqual([['assessment:0'], []])
    put(index, 'big0')
    finished(index.putLeftOut())
    expect([idsOf(index, han(4 * 70_000)), index.isCut]).toEqual([['assessment:4'], false])
  })
})
