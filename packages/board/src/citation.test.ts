/** Citations are written as United Nations documents write them. */
import { expect, test } from 'vitest'
import { citationKey, formatCitations, parseCitation } from './citation.ts'
import { citedBlocks, splitCited } from './seed/cited-text.ts'

const cite = (paragraph: number, symbol = 'S/2018/80') => ({ symbol, paragraph })

test('one paragraph, several, several documents, a sub-paragraph', () => {
  expect(formatCitations([cite(13)])).toBe('S/2018/80, para. 13')
  expect(formatCitations([cite(43), cite(44)])).toBe('S/2018/80, paras. 43 and 44')
  expect(formatCitations([cite(1), cite(2), cite(6, 'S/2017/97'), cite(3)])).toBe(
    'S/2018/80, paras. 1, 2 and 3; S/2017/97, para. 6',
  )
  expect(formatCitations([{ symbol: 'S/2016/92', paragraph: 76, sub: 'b' }])).toBe('S/2016/92, para. 76 (b)')
})

test('a citation’s key is read back', () => {
  for (const key of ['S/2018/80:13', 'S/2016/92:76(b)', 'S/RES/2253(2015):97']) {
    const read = parseCitation(key)
    expect(read && citationKey(read)).toBe(key)
  }
  for (const key of ['', 'S/2018/80', 'S/2018/80:', 'S/2018/80:0', 'nonsense:1', 'S/2018/80:1(bb)'])
    expect(parseCitation(key)).toBeNull()
})

test('cited text becomes text and citations, in order', () => {
  expect(citedBlocks('One. [S/2018/80:1,2; S/2017/97:3] Two.\n\nThree.')).toEqual([
    {
      type: 'paragraph',
      content: [
        { type: 'text', text: 'One. ' },
        { type: 'citation', citation: cite(1) },
        { type: 'citation', citation: cite(2) },
        { type: 'citation', citation: cite(3, 'S/2017/97') },
        { type: 'text', text: ' Two.' },
      ],
    },
    { type: 'paragraph', content: [{ type: 'text', text: 'Three.' }] },
  ])
  expect(splitCited('Not known. [S/2018/80:5]')).toEqual({ text: 'Not known.', citations: [cite(5)] })
  expect(() => citedBlocks('Wrong. [S/2018/80:x]')).toThrow('[S/2018/80:x]')
})
