import { describe, expect, test } from 'vitest'
import { caretAfter } from './text-binding.ts'

describe('the caret stays with its letter', () => {
  test('when others write before it', () => expect(caretAfter([{ retain: 2 }, { insert: 3 }], 5)).toBe(8))
  test('when others write behind it or right at it', () => {
    expect(caretAfter([{ retain: 7 }, { insert: 3 }], 5)).toBe(5)
    expect(caretAfter([{ retain: 5 }, { insert: 3 }], 5)).toBe(5)
  })
  test('when others delete before it', () => expect(caretAfter([{ retain: 1 }, { delete: 3 }], 5)).toBe(2))
  test('when what it stood in is deleted', () => expect(caretAfter([{ retain: 3 }, { delete: 9 }], 5)).toBe(3))
  test('through several changes at once', () =>
    expect(caretAfter([{ insert: 2 }, { retain: 2 }, { delete: 1 }, { insert: 1 }], 5)).toBe(7))
})
