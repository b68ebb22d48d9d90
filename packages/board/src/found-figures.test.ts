/** Figures found in a text: shown with their passage, and no longer once a card has them. */
import { expect, test } from 'vitest'
import { figuresIn, figuresNotTaken } from './found-figures.ts'

const text = `${'Ships are counted. '.repeat(20)}About 40 to 50 boats lay in the harbour in 2015. ${'Nobody counted cars. '.repeat(20)}`
const at = text.indexOf('40 to 50')
const readFigure = {
  ...{ low: 40, high: 50, unit: 'boats', period: '2015', basis: null, qualifier: 'approximately' },
  ...{ from: { paragraph: 3, note: null }, at: [at, at + 8] as const },
}
const [found] = figuresIn('S/2020/1', { paragraphs: [{ number: 3, text }], notes: [], figures: [readFigure] })

test('a found figure comes with the passage around it, and where its number stands there', () => {
  expect(found).toMatchObject({ symbol: 'S/2020/1', paragraph: 3, low: 40, high: 50, unit: 'boats' })
  const { passage, at } = found ?? { passage: '', at: [0, 0] }
  expect(passage.slice(...at)).toBe('40 to 50')
  expect(passage.length).toBeLessThan(400)
  expect(passage).toMatch(/^… \S.*\S …$/)
})

test('a figure is taken up when one of the board has its numbers from its paragraph, however its ends are written', () => {
  const all = found === undefined ? [] : [found]
  const citation = { symbol: 'S/2020/1', paragraph: 3 }
  expect(figuresNotTaken([{ low: 40, high: 50, citation }], all)).toEqual([])
  expect(figuresNotTaken([{ low: 40, high: 50, citation: { ...citation, paragraph: 4 } }], all)).toEqual(all)
  expect(figuresNotTaken([{ low: 40, high: null, citation }], all)).toEqual(all)
  const single = all.map((one) => ({ ...one, low: null, high: 50 }))
  expect(figuresNotTaken([{ low: 50, high: 50, citation }], single)).toEqual([])
})
