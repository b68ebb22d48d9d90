import { expect, test } from 'vitest'
import { withDirectionEnded } from './direction.ts'
import { words } from './svg.ts'

test.each([
  ['an override', 'a\u202egpj.exe', 'agpj.exe'],
  ['an embedding, ended or not', '\u202bab\u202c \u202ac', 'ab c'],
  ['an isolate that is ended', 'a \u2067שלום\u2069 b', 'a \u2067שלום\u2069 b'],
  ['one that is not', 'a \u2067שלום b', 'a שלום b'],
  ['one that was never begun', 'a\u2069b \u2066c\u2069', 'ab c'],
  ['one that is ended in another line', '\u2066a\nb\u2069', 'a\nb'],
  ['marks of direction, which turn nothing around them', 'a\u200fb\u200e', 'a\u200fb\u200e'],
])('%s', (_what, text, expected) => {
  expect(withDirectionEnded(text)).toBe(expected)
  expect(words(text)).toBe(expected)
})
