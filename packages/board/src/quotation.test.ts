/** A quotation says whether its words still stand in the paragraph that they were taken from. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { quotationState, quote } from './quotation-state.ts'
import { LONGEST_QUOTATION, Quotation } from './quotation.ts'

const taken = (words: string): Quotation => {
  const quotation = quote(words)
  if (quotation === null) throw new Error('nothing was quoted')
  return quotation
}

const PARAGRAPH = 'Two boats left the harbour at dawn. Nobody counted the crews of the third.'

describe('a quotation', () => {
  test('stands as long as the paragraph has its words', () => {
    const quotation = taken('left the harbour')
    expect(quotationState(quotation, PARAGRAPH)).toBe('stands')
    expect(quotationState(quotation, PARAGRAPH.replace('left', 'reached'))).toBe('gone')
    expect(quotationState(quotation, '')).toBe('gone')
  })

  test('cannot be checked without the paragraph’s text', () => {
    expect(quotationState(taken('left the harbour'), null)).toBe('unchecked')
  })

  test('that was changed after it was taken says so, with and without the paragraph', () => {
    const quotation = { ...taken('left the harbour'), text: 'reached the harbour' }
    expect(quotationState(quotation, PARAGRAPH)).toBe('altered')
    expect(quotationState(quotation, quotation.text)).toBe('altered')
    expect(quotationState(quotation, null)).toBe('altered')
    expect(quotationState({ ...taken('left the harbour'), hash: '0'.repeat(64) }, PARAGRAPH)).toBe('altered')
  })

  test('is a matter of words, not of lines, pages and ways to write an accent', () => {
    expect(quotationState(taken('  left\n the\u00a0harbour '), PARAGRAPH)).toBe('stands')
    expect(quotationState(taken('left the harbour'), PARAGRAPH.replace('the ', 'the\r\n\t'))).toBe('stands')
    expect(quotationState(taken('cafe\u0301'), 'A café by the sea.')).toBe('stands')
    expect(taken('cafe\u0301')).toEqual(taken('café'))
    expect(quotationState(taken('Left the harbour'), PARAGRAPH)).toBe('gone')
  })

  test('is neither nothing nor longer than anybody quotes', () => {
    expect(quote('')).toBeNull()
    expect(quote(' \n\u00a0')).toBeNull()
    expect(quote('a'.repeat(LONGEST_QUOTATION))?.text).toHaveLength(LONGEST_QUOTATION)
    expect(quote('a'.repeat(LONGEST_QUOTATION + 1))).toBeNull()
    expect(quote(`${' '.repeat(LONGEST_QUOTATION)}a`)?.text).toBe('a')
  })

  test('of any stretch of any text can be stored and stands in it', () => {
    const paragraph = fc.array(
      fc.oneof(fc.string({ unit: 'grapheme', minLength: 1 }), fc.constantFrom(' ', '\n', '\u00a0')),
      {
        minLength: 1,
        maxLength: 30,
      },
    )
    fc.assert(
      fc.property(paragraph, fc.nat(), fc.nat(), (pieces, from, length) => {
        const begin = from % pieces.length
        const quotation = quote(pieces.slice(begin, begin + 1 + (length % pieces.length)).join(''))
        const text = pieces.join('')
        if (quotation === null) return
        expect(Quotation.parse(JSON.parse(JSON.stringify(quotation)))).toEqual(quotation)
        expect(quotationState(quotation, text)).toBe('stands')
      }),
    )
  })

  test('one changed letter is noticed', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), (words, other) => {
        const quotation = quote(words)
        if (quotation === null || other === quotation.text) return
        expect(quotationState({ ...quotation, text: other }, other)).toBe('altered')
      }),
    )
  })
})
