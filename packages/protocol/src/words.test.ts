/** What may stand in a name or a title, and what is refused in words. */
import { expect, test } from 'vitest'
import { NewBoard, NewPerson } from './http.ts'
import { ImportFields } from './sources.ts'
import { line, paragraph } from './words.ts'

test.each([
  'Ann',
  'Åsa Öberg',
  'محمد بن سلمان',
  'שרה',
  'می‌خواهم',
  '王小明',
  'नीति',
  '👩‍👩‍👧 family',
  'O’Neill – “x”',
  'a\u00A0b',
])('%s is a name', (name) => {
  expect(line(100).parse(` ${name} `)).toBe(name)
})

test.each([
  ['NUL', '\0'],
  ['a line break', '\n'],
  ['an escape', '\u001b'],
  ['half a character', '\ud83d'],
  ['the other half', '\udc00'],
  ['an override', '\u202e'],
  ['an isolate', '\u2066'],
  ['a mark of direction', '\u200f'],
  ['a line separator', '\u2028'],
  ['a space of no width', '\u200b'],
  ['a byte order mark', '\ufeff'],
  ['a tag', '\u{e0041}'],
  ['no character', '\uffff'],
])('%s in a name, a title or a region is refused, and named', (_what, character) => {
  const words = `Ann${character}Smith`
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
  expect(() => line(100).parse(words)).toThrow(code)
  expect(NewPerson.safeParse({ name: words, role: 'viewer' }).success).toBe(false)
  expect(NewBoard.safeParse({ title: words }).success).toBe(false)
  expect(NewBoard.safeParse({ title: 'x', regions: [words] }).success).toBe(false)
  expect(ImportFields.safeParse({ title: words }).success).toBe(false)
})

test.each([
  ['a Hangul filler', '\u3164'],
  ['an empty Braille cell', '\u2800\u2800'],
  ['a half-width filler and joiners', '\uffa0\u200d'],
  ['an accent on nothing', '\u0301'],
])('%s alone is no name', (_what, words) => {
  expect(NewPerson.safeParse({ name: words, role: 'viewer' }).success).toBe(false)
  expect(() => line(100).parse(words)).toThrow('nothing that can be seen')
  expect(line(100).parse(`A${words}`)).toBe(`A${words}`)
})

test('a description has lines, and nothing else that cannot be seen', () => {
  expect(paragraph(100).parse('One\n\ttwo\r\n')).toBe('One\n\ttwo')
  expect(paragraph(100).safeParse('One\u202e').success).toBe(false)
})
