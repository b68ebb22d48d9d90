import { expect, test } from 'vitest'
import { figuresIn } from './figures.ts'

const found = (text: string): string[] =>
  figuresIn(text, { paragraph: 1, note: null }).map(
    ({ low, high, unit, period, basis, qualifier }) =>
      `${low} to ${high} ${unit} | ${period} | ${basis} | ${qualifier}`,
  )

test('ranges share their unit and scale', () => {
  expect(found('Reports estimate oil income in 2031 at between $400 million and $500 million.')).toEqual([
    '400000000 to 500000000 USD | 2031 | oil income | estimated',
  ])
  expect(found('Fees came to 70 to 80 per cent of the income of the ports.')).toEqual([
    '70 to 80 per cent | null | the income of the ports | none',
  ])
  expect(found('Ships paid €3–4 million in fines.')).toEqual(['3000000 to 4000000 EUR | null | fines | none'])
})

test('an open end has no number', () => {
  expect(found('They sold oil for as much as $500 million in 2031.')).toEqual([
    'null to 500000000 USD | 2031 | oil income | as much as',
  ])
  expect(found('The income of all ports dropped by more than 90 per cent since 2031.')).toEqual([
    '90 to null per cent | since 2031 | all revenue | more than',
  ])
  expect(found('Fewer than 60 States took part.')).toEqual(['null to 60 States | null | States | fewer than'])
  expect(found('No fewer than 60 States took part.')).toEqual(['60 to null States | null | States | more than'])
})

test('the period that belongs to the number: a rate first, then the nearest, not the one compared with', () => {
  expect(found('The tax on trucks brings around $900 million per year.')).toEqual([
    '900000000 to 900000000 USD | a year | taxes | approximately',
  ])
  const both = found('In 2032 ports earned $12 million from oil, compared with $20 million in 2031.')
  expect(both.map((figure) => figure.split(' | ')[1])).toEqual(['2032', '2031'])
  expect(found('Searches in May 2032 were more than in all of 2031, a rise of 56 per cent.')[0]).toContain(
    '| May 2032 |',
  )
})

test('people and things are counted with their adjectives', () => {
  const text = 'There came 30,000 foreign soldiers and 12 million people; between 1,000 and 4,000 militants stayed.'
  expect(found(text)).toEqual([
    '30000 to 30000 soldiers | null | foreign soldiers | none',
    '12000000 to 12000000 people | null | people | none',
    '1000 to 4000 militants | null | militants | none',
  ])
})

test('shares in brackets are of what stands before them', () => {
  expect(found('They showed: ships (30 per cent); and harbours (15 per cent).')).toEqual([
    '30 to 30 per cent | null | ships | none',
    '15 to 15 per cent | null | harbours | none',
  ])
})

test('years, resolutions, paragraphs, dates and bare numbers are no figures', () => {
  expect(found('In 2031 resolution 4253 (2031), para. 17, of 3 May 2031 named 40 and I-24/7.')).toEqual([])
})
