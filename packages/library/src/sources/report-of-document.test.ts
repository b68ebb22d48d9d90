/** A report from a document alone: it stays small whatever the document holds. */
import { readReport } from '@briefboard/reports/formats'
import { expect, test } from 'vitest'
import { identityOf } from './document-identity.ts'
import { reportOf, type ReportGround } from './report-of-document.ts'

const GROUND: ReportGround = {
  ...{ symbol: 'S/2031/5', identity: { title: 'Harbours', date: '2031-05-01', number: 3 }, reports: [] },
  board: { regions: [], actors: [] },
}

const read = (text: string) => readReport(new TextEncoder().encode(text), 'a.md')

const actor = (id: string, name: string, aliases: string[] = []) => ({ id, name, aliases, listReference: null })

test('only sections that lead to a numbered paragraph are kept, and no heading is longer than a heading', async () => {
  const long = `Harbours ${'and piers '.repeat(60)}`
  const empty = Array.from({ length: 500 }, (_, index) => `## Nothing here ${index}\n`)
  const text = ['# Report', '## North', `### ${long}`, '1. The harbours were open.', ...empty].join('\n\n')
  const { sections } = reportOf(await read(text), GROUND)
  expect(sections.map(({ heading }) => heading.slice(0, 8))).toEqual(expect.arrayContaining(['North', 'Harbours']))
  expect(sections.length).toBeLessThan(4)
  expect(Math.max(...sections.map(({ heading }) => heading.length))).toBe(300)
  expect(sections.find(({ heading }) => heading.startsWith('Harbours'))?.paragraphs).toEqual([1, 1])
})

test('a text that was taken for a title is asked for instead', async () => {
  const document = { ...(await read('1. The harbours were open.')), title: 'harbour '.repeat(100) }
  const ask = (): unknown => identityOf(document, { date: '2031-05-01' }, undefined)
  expect(ask).toThrow('What is missing is its title.')
  expect(identityOf(document, { title: 'Harbours', date: '2031-05-01' }, undefined)).toMatchObject({
    title: 'Harbours',
  })
})

test('actors are found by whole names alone, as they are written', async () => {
  const actors = [
    actor('guild', 'Guild of Pilots', ['Pilots']),
    actor('ice', 'ICE', ['of']),
    actor('nobody', 'No', []),
    actor('plus', 'Port (North)+', []),
  ]
  const text = '1. No Copilots; the Pilots of Ansel.\n\n2. ICELAND and Port (North)+ of ice.\n\n3. No ICE.\n'
  const { paragraphs } = reportOf(await read(text), { ...GROUND, board: { regions: [], actors } })
  expect(paragraphs.map((paragraph) => paragraph.actors)).toEqual([['guild'], ['plus'], ['ice']])
})
