import { quotationState } from '@briefboard/board'
import { expect, test } from 'vitest'
import { bySentence, citationOf, copiedWords, sentencesOf } from './passage.ts'
import type { OwnText, ReaderParagraph } from './reader-document.ts'

const TEXT = 'States agreed on two steps. They should:\n(a) Share lists of names;\n(b) Train the guards.'
const sub = (label: string, words: string): OwnText['subparagraphs'][number] => {
  const from = TEXT.indexOf(`(${label})`)
  return { label, parent: null, from, to: TEXT.indexOf(words) + words.length }
}
const own: OwnText = { text: TEXT, subparagraphs: [sub('a', 'names;'), sub('b', 'guards.')], notes: [] }
const paragraph: ReaderParagraph = { key: 'p7', number: 7, digest: 'Two steps.', own }
const at = (words: string): [number, number] => [TEXT.indexOf(words), TEXT.indexOf(words) + words.length]

test('a passage inside one sub-paragraph is cited with its letter and its words', () => {
  const citation = citationOf('S/2018/80', { paragraph, range: at('lists of names') })
  expect(citation).toMatchObject({ symbol: 'S/2018/80', paragraph: 7, sub: 'a', quotation: { text: 'lists of names' } })
  expect(citation?.quotation && quotationState(citation.quotation, TEXT)).toBe('stands')
})

test('a passage over several sub-paragraphs, or before the first, is the paragraph’s own', () => {
  expect(citationOf('S/2018/80', { paragraph, range: at('names;\n(b) Train') })?.sub).toBeUndefined()
  expect(citationOf('S/2018/80', { paragraph, range: at('two steps') })?.sub).toBeUndefined()
})

test('a paragraph as a whole is cited without words', () => {
  expect(citationOf('S/2018/80', { paragraph, range: null })).toEqual({ symbol: 'S/2018/80', paragraph: 7 })
})

test('nothing can cite a paragraph without a number, or quote what is too long', () => {
  expect(citationOf('S/2018/80', { paragraph: { ...paragraph, number: null }, range: null })).toBeNull()
  const long = { ...own, text: 'word '.repeat(500) }
  expect(citationOf('S/2018/80', { paragraph: { ...paragraph, own: long }, range: [0, 2499] })).toBeNull()
})

test('what is copied says where it stands, and a digest does not pass for the document’s words', () => {
  expect(copiedWords('S/2018/80', { paragraph, range: at('names;\n(b) Train') })).toBe(
    '“names; (b) Train” [S/2018/80, para. 7]',
  )
  expect(copiedWords('S/2018/80', { paragraph: { ...paragraph, own: null }, range: null })).toBe(
    'Two steps. [S/2018/80, para. 7, digest]',
  )
})

test('sentences are taken one after another and given back, and a sub-paragraph begins one', () => {
  const words = (range: [number, number] | null): string | null => range && TEXT.slice(...range)
  expect(sentencesOf(own).map(words)).toEqual([
    'States agreed on two steps.',
    'They should:',
    '(a) Share lists of names;',
    '(b) Train the guards.',
  ])
  const first = bySentence(own, null, 1)
  const second = bySentence(own, first, 1)
  expect(words(second)).toBe('States agreed on two steps. They should:')
  expect(bySentence(own, second, -1)).toEqual(first)
  expect(bySentence(own, first, -1)).toBeNull()
  expect(words(bySentence(own, at('lists'), 1))).toBe('(a) Share lists of names;\n(b) Train the guards.')
})
