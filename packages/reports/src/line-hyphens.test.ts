import { expect, test } from 'vitest'
import { joinLines } from './line-hyphens.ts'
import { trace } from './traced-text.ts'
import { countWords } from './word-counts.ts'

function joined(before: string, after: string, elsewhere = '') {
  const parts = [before, after].map((text, index) => ({
    text: trace(text, index * 100),
    separator: ' ' as const,
    line: index + 1,
  }))
  const { text, repairs } = joinLines(parts, countWords([before, after, elsewhere]))
  return { text: text.text, repairs: repairs.length }
}

test('lines are joined with a space', () => {
  expect(joined('the work', 'goes on')).toEqual({ text: 'the work goes on', repairs: 0 })
})

test('a hyphen at a line’s end goes if the whole word stands elsewhere, and stays in a compound', () => {
  expect(joined('of coun-', 'tering it', 'countering')).toEqual({ text: 'of countering it', repairs: 1 })
  expect(joined('of Counter-', 'Terrorism')).toEqual({ text: 'of Counter-Terrorism', repairs: 0 })
  expect(joined('a long-', 'term plan', 'long-term')).toEqual({ text: 'a long-term plan', repairs: 0 })
  expect(joined('a bomb-', 'making plan', 'bomb making')).toEqual({ text: 'a bomb-making plan', repairs: 0 })
})

test('"short- and long-term" keeps its space', () => {
  expect(joined('both short-', 'and long-term')).toEqual({ text: 'both short- and long-term', repairs: 0 })
})
