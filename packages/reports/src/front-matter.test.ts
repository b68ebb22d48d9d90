import { expect, test } from 'vitest'
import { sourceOf } from './fixtures/source-of.test-suite.ts'
import { readSource } from './read-source.ts'

const BODY = 'I. One\n\n1. They are open all day.\n\n2. They are open all night.\n\n3. They never close.'

test('the masthead gives symbol and date and goes; the title stays', () => {
  const masthead = 'United Nations H/2031/14\n\nSecurity Council\nDistr.: General\n31 January 2031\n\nOriginal: English'
  const read = readSource(sourceOf(`${masthead}\n\nReport of the Council on\nthe harbours\n\n${BODY}`))
  expect(read).toMatchObject({
    symbol: 'H/2031/14',
    date: '2031-01-31',
    title: 'Report of the Council on the harbours',
  })
  expect(read.removed.map(({ text }) => text)).toContain('Distr.: General')
  expect(read.removed.every(({ why }) => why === 'title page')).toBe(true)
})

test('text before the first heading is kept as a paragraph without a number', () => {
  const read = readSource(sourceOf(`Report on harbours\n\nThis report is short. It says little.\n\n${BODY}`))
  expect(read.paragraphs[0]).toMatchObject({
    number: null,
    section: null,
    text: 'This report is short. It says little.',
  })
})
