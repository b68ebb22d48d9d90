import { expect, test } from 'vitest'
import { isUnbroken } from './unbroken.ts'

test('a text that goes on without a space is unbroken, wherever it does', () => {
  const run = 'ab'.repeat(300)
  for (const text of [run, `Before ${run}`, `${run} behind`, `a\n${run}\tb`, 'a\u00a0'.repeat(300)])
    expect(isUnbroken(text)).toBe(true)
  for (const text of ['', 'word '.repeat(10_000), 'a'.repeat(500), `${'a'.repeat(499)}\n`.repeat(10)])
    expect(isUnbroken(text)).toBe(false)
})
