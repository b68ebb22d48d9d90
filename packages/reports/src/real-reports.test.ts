/** The three real reports, where they are at hand: what must come out of each, exactly. */
import { existsSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { accountFor } from './account.ts'
import { openDocument } from './formats/index.ts'
import type { ReadReport } from './model.ts'
import { readSource } from './read-source.ts'
import type { Source } from './source.ts'

const FOLDER = new URL('../../../../shared/reports/', import.meta.url)
const SEEDS = new URL('../../../seeds/reports/', import.meta.url)
const Seed = z.object({
  symbol: z.string(),
  number: z.number(),
  title: z.string(),
  date: z.string(),
  sections: z.array(
    z.object({ id: z.string(), heading: z.string(), level: z.number(), parent: z.string().nullable() }),
  ),
  paragraphs: z.array(z.object({ number: z.number(), section: z.string() })),
})

const REPORTS = [
  { seed: 'S-2016-92', file: '004_e5adcbeb5099f18a.txt', paragraphs: 77, notes: 0 },
  { seed: 'S-2017-97', file: '003_cbff697e407512be.txt', paragraphs: 80, notes: 34 },
  { seed: 'S-2018-80', file: '000_cee5e8add5ebeec6.txt', paragraphs: 86, notes: 0 },
]
const curly = (text: string): string => text.replaceAll("'", '’')

// Skipped plainly where the reports are not at hand: they are no part of the project.
describe.skipIf(!existsSync(FOLDER))('the real reports', () => {
  const sources = new Map<string, Source>()
  const reports = new Map<string, ReadReport>()
  beforeAll(async () => {
    for (const { seed, file } of REPORTS) {
      const source = await openDocument(readFileSync(new URL(file, FOLDER)), file)
      sources.set(seed, source)
      reports.set(seed, readSource(source))
    }
  })
  const reportOf = (seed: string): ReadReport => reports.get(seed) ?? expect.unreachable()
  const sourceOf = (seed: string): Source => sources.get(seed) ?? expect.unreachable()
  const textOf = (seed: string, number: number): string => reportOf(seed).paragraphs[number - 1]?.text ?? ''
  const moneyOf = (seed: string, number: number) =>
    reportOf(seed)
      .figures.filter(({ from, unit }) => from.paragraph === number && (unit === 'USD' || unit === 'per cent'))
      .map(({ low, high, unit, period, basis, qualifier }) => ({ low, high, unit, period, basis, qualifier }))

  test.each(REPORTS)(
    '$seed: all paragraphs in order, each in its section; $notes notes',
    ({ seed, paragraphs, notes }) => {
      const expected = Seed.parse(parse(readFileSync(new URL(`${seed}.yaml`, SEEDS), 'utf8')))
      const read = reportOf(seed)
      expect(read.paragraphs.map(({ number }) => number)).toEqual(
        Array.from({ length: paragraphs }, (_, index) => index + 1),
      )
      expect(read.paragraphs.map(({ number, section }) => ({ number, section }))).toEqual(expected.paragraphs)
      expect(
        read.sections.map(({ id, heading, level, parent }) => ({ id, heading: curly(heading), level, parent })),
      ).toEqual(expected.sections.map((section) => ({ ...section, heading: curly(section.heading) })))
      expect(read.notes).toHaveLength(notes)
      expect(read.guess).toEqual({ symbol: expected.symbol, number: expected.number, date: expected.date })
      if (read.title !== null) expect(curly(read.title)).toBe(curly(expected.title))
    },
  )

  test.each(REPORTS)('$seed: every character is in the report or on the list of what was removed', ({ seed }) => {
    expect(accountFor(sourceOf(seed), reportOf(seed))).toEqual({ missing: [], twice: [], altered: [] })
  })

  test.each(REPORTS)(
    '$seed: no furniture, mark or note inside a paragraph; each begins and ends as one',
    ({ seed }) => {
      for (const { text, number } of reportOf(seed).paragraphs) {
        expect(text, `paragraph ${number}`).not.toMatch(
          /<sup>|\*\*|\]\(|\\|__|\b\d{2}-\d{5}\b|\b\d{1,2}\/18\b| {2}| [.,;)]|\( /,
        )
        expect(text, `paragraph ${number}`).toMatch(/^[“A-Z][\s\S]*[.:]”?$/)
        for (const note of reportOf(seed).notes) expect(text.includes(note.text)).toBe(false)
      }
    },
  )

  test('S/2017/97: each note is bound to the paragraph of its marker', () => {
    const { notes, markersWithoutNotes } = reportOf('S-2017-97')
    expect(notes.map(({ marker }) => marker)).toEqual(Array.from({ length: 34 }, (_, index) => `${index + 1}`))
    expect(notes.every(({ paragraph }) => paragraph !== null)).toBe(true)
    expect(notes.filter(({ paragraph }) => paragraph === 6).map(({ marker }) => marker)).toEqual(['6', '7'])
    expect(markersWithoutNotes).toEqual([])
  })

  test('S/2018/80 names itself, its number and the 67 markers whose notes are missing', () => {
    const { symbol, number, markersWithoutNotes, warnings } = reportOf('S-2018-80')
    expect({ symbol, number }).toEqual({ symbol: 'S/2018/80', number: 6 })
    expect(markersWithoutNotes.map(({ marker }) => Number(marker))).toEqual(
      Array.from({ length: 67 }, (_, index) => index + 1),
    )
    expect(warnings.join(' ')).toContain('lacks the notes to 67 markers')
  })

  test('S/2016/92 and S/2017/97 do not name themselves: the words ask, with a guess', () => {
    for (const [seed, symbol] of [
      ['S-2016-92', 'S/2016/92'],
      ['S-2017-97', 'S/2017/97'],
    ] as const) {
      expect(reportOf(seed).symbol).toBe(null)
      expect(reportOf(seed).warnings[0]).toContain(`it may be ${symbol}`)
      expect(readSource(sourceOf(seed), { symbol: symbol.replaceAll('/', ' / ') }).symbol).toBe(symbol)
    }
  })

  test('S/2018/80: broken words are mended, the author’s own mistake stays', () => {
    expect(textOf('S-2018-80', 35)).toContain(' asses ')
    expect(textOf('S-2018-80', 28)).toContain(' considered ')
    expect(textOf('S-2018-80', 17)).toContain('Al-Rawda')
    const repairs = reportOf('S-2018-80').repairs.map(({ before, after }) => `${before} → ${after}`)
    expect(repairs).toContain('co nsidered → considered')
    expect(repairs).toContain('is sues → issues')
    expect(repairs.filter((repair) => repair.startsWith('asses'))).toEqual([])
  })

  test('clean texts are not touched', () => {
    expect(reportOf('S-2016-92').repairs).toEqual([])
    expect(reportOf('S-2017-97').repairs).toEqual([])
  })

  test('the money is three different things, and said to be', () => {
    const estimated = { unit: 'USD', basis: 'oil income', qualifier: 'estimated' }
    expect(moneyOf('S-2016-92', 17)).toEqual([{ ...estimated, low: 400e6, high: 500e6, period: '2015' }])
    expect(moneyOf('S-2017-97', 6).filter(({ unit }) => unit === 'USD')).toEqual([
      { ...estimated, low: 260e6, high: 260e6, period: '2016' },
      { ...estimated, low: null, high: 500e6, period: '2015', qualifier: 'as much as' },
    ])
    expect(moneyOf('S-2018-80', 13)).toEqual([
      { low: 90, high: null, unit: 'per cent', period: 'since 2015', basis: 'all revenue', qualifier: 'more than' },
    ])
  })

  test('list references and references with paragraphs', () => {
    const listed = REPORTS.flatMap(({ seed }) => reportOf(seed).listReferences.map(({ reference }) => reference))
    expect([...new Set(listed)].sort()).toEqual(
      '004 010 092 115 129 132 138 141'
        .split(' ')
        .map((n) => `QDe.${n}`)
        .concat('204 322 325 407'.split(' ').map((n) => `QDi.${n}`)),
    )
    const { references } = reportOf('S-2018-80')
    expect(references).toContainEqual({
      symbol: 'S/2017/35',
      paragraphs: [43, 44],
      from: { paragraph: 22, note: null },
    })
    expect(references.some(({ symbol }) => symbol === 'S/2018/80')).toBe(false)
  })

  test.each(REPORTS)('$seed is read in under 150 ms', ({ seed }) => {
    const source = sourceOf(seed)
    const times = Array.from({ length: 7 }, () => {
      const start = performance.now()
      readSource(source)
      return performance.now() - start
    })
    expect(Math.min(...times)).toBeLessThan(150)
  })
})
