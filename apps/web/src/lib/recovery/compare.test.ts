import { describe, expect, test } from 'vitest'
import { compareLines, compareParts, isAllOnBoard, type Row } from './compare.ts'

/** `[only here]`, `{only on the board}`, `=2` for lines that are the same. */
const shown = (rows: readonly Row[]): string[] =>
  rows.map((row) =>
    row.kind === 'same'
      ? `=${row.lines}`
      : row.pieces
          .map(({ text, in: where }) => (where === 'both' ? text : where === 'device' ? `[${text}]` : `{${text}}`))
          .join(''),
  )

describe('what this device had beside what the board has', () => {
  test('nothing differs', () => expect(shown(compareLines(['a', 'b'], ['a', 'b']))).toEqual(['=2']))
  test('a line that the board lacks stands by itself', () =>
    expect(shown(compareLines(['one', 'two', 'three'], ['one', 'three']))).toEqual(['=1', '[two]', '=1']))
  test('within a line that both have, the words that differ are told', () =>
    expect(shown(compareLines(['The group holds the town.'], ['The group lost the town.']))).toEqual([
      'The group {lost}[holds] the town.',
    ]))
  test('phrases are told as phrases, not every other word', () =>
    expect(
      shown(
        compareLines(
          ['The sentence that both have. Written offline.'],
          ['The sentence that both have. Then it went on.'],
        ),
      ),
    ).toEqual(['The sentence that both have. {Then it went on}[Written offline].']))
  test('lines that have hardly a word in common are not mixed', () =>
    expect(shown(compareLines(['Oil income fell by half.'], ['Recruits come from the north.']))).toEqual([
      '[Oil income fell by half.]',
      '{Recruits come from the north.}',
    ]))
  test('no character of either side is left out', () => {
    const [mine, theirs] = [
      ['a b c', 'x', 'd e f'],
      ['a c c', 'd g f', 'y'],
    ]
    const pieces = compareLines(mine, theirs).flatMap((row) => (row.kind === 'line' ? row.pieces : []))
    const text = (not: string) => pieces.flatMap(({ text, in: where }) => (where === not ? [] : [text])).join('')
    expect(text('board')).toBe(mine.join(''))
    expect(text('device')).toBe(theirs.join(''))
  })
  test('very long texts are told line by line, at once', () => {
    const long = (word: string) => Array.from({ length: 9000 }, (_, at) => `${word}${at}`).join(' ')
    expect(compareLines([long('a')], [long('b')])).toHaveLength(2)
  })
})

describe('parts', () => {
  const part = (key: string, ...lines: string[]) => ({ key, label: key, lines })
  test('only those that differ are told', () =>
    expect(
      compareParts([part('a', 'x'), part('b', 'y')], [part('a', 'x'), part('b', 'z')]).map(({ key }) => key),
    ).toEqual(['b']))
  test('what only the board has is no loss', () => expect(compareParts([], [part('a', 'x')])).toEqual([]))
  test('whether anything is missing on the board', () => {
    expect(isAllOnBoard(compareParts([part('a', 'x y')], [part('a', 'x y', 'more')]))).toBe(true)
    expect(isAllOnBoard(compareParts([part('a', 'x y', 'more')], [part('a', 'x y')]))).toBe(false)
  })
  test('what only this device has is told', () =>
    expect(compareParts([part('a', 'x')], []).map(({ rows }) => shown(rows))).toEqual([['[x]']]))
})
