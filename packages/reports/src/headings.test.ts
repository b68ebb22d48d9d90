import { expect, test } from 'vitest'
import { sourceOf } from './fixtures/source-of.test-suite.ts'
import { romanNumber } from './headings.ts'
import { readSource } from './read-source.ts'

const TEXT = 'Inspectors of the Council visited all harbours of the region and were welcome.'
const tree = (text: string, format: 'text' | 'markdown' = 'text'): string[] =>
  readSource(sourceOf(text, format)).sections.map(({ id, level, heading }) => `${id} ${level} ${heading}`)

test('roman over letter over number, whatever level Markdown gives them', () => {
  const blocks = [
    '# I. One',
    '##### A. Two',
    '### 1. Three',
    `1. ${TEXT}`,
    '# 2. Four',
    `2. ${TEXT}`,
    '#### II. Five',
    `3. ${TEXT}`,
  ]
  expect(tree(blocks.join('\n\n'), 'markdown')).toEqual([
    's1 1 One',
    's1a 2 Two',
    's1a1 3 Three',
    's1a2 3 Four',
    's2 1 Five',
  ])
})

test('a label alone on a line takes the next line, and the line after if it was broken', () => {
  const text = `I.\n\nHarbours of the north and of all\nthe islands around them\n1. ${TEXT}\n2. ${TEXT}\n3. ${TEXT}`
  expect(tree(text)).toEqual(['s1 1 Harbours of the north and of all the islands around them'])
})

test('a sentence that begins with a letter and a full stop is no heading', () => {
  expect(tree(`I. One\n\n1. The captain was\nA. Smith of the\nharbour. ${TEXT}\n\n2. ${TEXT}\n\n3. ${TEXT}`)).toEqual([
    's1 1 One',
  ])
})

test('the letter I follows H; a roman one follows none', () => {
  const letters = 'ABCDEFGHI'.split('').map((letter, index) => `${letter}. Part\n\n${index + 1}. ${TEXT}`)
  const text = `I. One\n\n${letters.join('\n\n')}\n\nII. Two\n\n10. ${TEXT}`
  expect(tree(text).slice(-2)).toEqual(['s1i 2 Part', 's2 1 Two'])
})

test('a short line by itself before a numbered paragraph is a heading without a label', () => {
  const text = `Title of the report\n\nI. One\n\n1. ${TEXT}\n\nHarbours of the south\n\n2. ${TEXT}\n\n3. ${TEXT}`
  expect(tree(text)).toEqual(['s1 1 One', 's1a 2 Harbours of the south'])
})

test('roman numbers', () => {
  expect(['I', 'IV', 'IX', 'XIV', 'XXII'].map(romanNumber)).toEqual([1, 4, 9, 14, 22])
})
