import { expect, test } from 'vitest'
import { subParagraphsOf } from './sub-paragraphs.ts'

const labels = (text: string): string[] =>
  subParagraphsOf(text).map(({ label, parent, text: words }) => `${parent ?? ''}${label}: ${words}`)

test('inside a sentence the last one ends with the sentence', () => {
  const text = 'It asked (a) for papers; and (b) for fees. It will come back.'
  expect(labels(text)).toEqual(['a: for papers; and', 'b: for fees.'])
})

test('on lines of their own each goes to the end of its line', () => {
  const text = 'As follows:\n(a) One. And more;\n(b) Two. And more.\nThe end.'
  expect(labels(text)).toEqual(['a: One. And more;', 'b: Two. And more.'])
})

test('(i) and (ii) stand below their letter', () => {
  const text = 'As follows:\n(a) One: (i) this; (ii) that;\n(b) Two.'
  expect(labels(text)).toEqual(['a: One: (i) this; (ii) that;', 'ai: this;', 'aii: that;', 'b: Two.'])
})

test('a cited sub-paragraph, a lone letter and a letter out of order are none', () => {
  expect(labels('See paragraph 3 (a) of it and (b) of that.')).toEqual([])
  expect(labels('The case (a) is clear. So is (c) there.')).toEqual([])
})

test('where it stands in the paragraph', () => {
  const text = 'It asked (a) for papers; (b) for fees.'
  const pieces = subParagraphsOf(text).map(({ from, to }) => text.slice(from, to))
  expect(pieces).toEqual(['(a) for papers;', '(b) for fees.'])
})
