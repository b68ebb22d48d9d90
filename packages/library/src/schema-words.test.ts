/** Schemas that browsers share say in English what is wrong, wherever the library is. */
import { ImportFields } from '@briefboard/protocol'
import { expect, test } from 'vitest'
import { prettifyError } from 'zod/mini'
import './schema-words.ts'

test('what is wrong with a field is said in words', () => {
  const { error } = ImportFields.safeParse({ title: '', date: 'yesterday', colour: 'red' })
  expect(error).toBeDefined()
  const words = error === undefined ? '' : prettifyError(error)
  expect(words).toContain('Too small: expected string to have >=1 characters')
  expect(words).toContain('Invalid ISO date')
  expect(words).toContain('Unrecognized key: "colour"')
})
