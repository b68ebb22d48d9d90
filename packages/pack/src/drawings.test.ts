import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Board } from '@briefboard/board'
import { afterAll, describe, expect, it } from 'vitest'
import { buildPack } from './build.ts'
import { PackLeak } from './errors.ts'
import { drawingsOf } from './drawings.ts'
import { board, card, figure, judgement, packInput, REPORTS, STAMP } from './fixture.ts'
import { checkForLeaks } from './leak-check.ts'
import { pdfDrawings } from './pdf-drawings.ts'
import { project } from './project.ts'
import { renderPdf } from './render-pdf.ts'
import { svgStrings } from './svg-strings.ts'

const oil = (id: string, owner: string, period: string, low: number, high = low) =>
  figure(id, owner, { measure: 'Income from oil', period, low, high })

const drawn = (made: Board) => drawingsOf(project(made, REPORTS, { ceiling: 'green' }))
const filesOf = (made: Board, formats: ('pdf' | 'md' | 'json')[] = ['md']) =>
  new Map(
    buildPack(packInput(made, { formats })).files.map(({ name, bytes }) => [name, new TextDecoder().decode(bytes)]),
  )

describe('what is drawn', () => {
  const open = card('open', { judgements: [judgement('j', { threatLevel: 'moderate' })] })
  const secret = card('secret', {
    marking: 'red',
    judgements: [judgement('s', { threatLevel: 'critical', asOf: '2025-06-30' })],
  })
  const figures = [oil('f1', 'open', '2015', 40, 50), oil('f2', 'open', '2016', 26)]

  it('does not change by a letter with what lies above the ceiling: no shade, year, column or axis', () => {
    const withSecret = board([open, secret], { figures: [...figures, oil('f3', 'secret', '2020', 9000)] })
    const without = board([open], { figures })
    expect(drawn(withSecret)).toEqual(drawn(without))
    const [one, other] = [filesOf(withSecret), filesOf(without)]
    expect([...one.keys()]).toEqual(['briefing.md', 'map.svg', 'chart-1.svg', 'manifest.json'])
    for (const name of ['map.svg', 'chart-1.svg']) expect(one.get(name), name).toBe(other.get(name))
  })

  it('is the map at the newest judged year, with the highest level of each region and what it rests on', () => {
    const graver = card('graver', {
      judgements: [
        judgement('g1', { asOf: '2016-01-29', threatLevel: 'low' }),
        judgement('g2', { basis: 'g1', threatLevel: 'severe', at: '2018-03-01' }),
        judgement('g3', { basis: 'g1', threatLevel: 'low', at: '2018-03-02', asOf: '2017-01-01' }),
      ],
    })
    const { map } = drawn(board([open, graver, card('unjudged', { region: 'sahel', judgements: [] })]))
    expect(map?.year).toBe(2018)
    expect(map?.regions.map(({ shade }) => [shade.region, shade.level])).toEqual([
      ['levant', 'moderate'],
      ['sahel', null],
    ])
    expect(map?.regions[0]?.citations).toEqual(open.judgements[0]?.citations)
    expect(map?.regions[0]?.shade.cards.find(({ card }) => card === 'graver')?.contested).toBe(true)
  })

  it('draws sixty charts at most, says so in Markdown and PDF, and has the figures of the others with their cards', () => {
    const many = Array.from({ length: 140 }, (_, index) =>
      figure(`f${index}`, 'a', {
        measure: `Measure ${index >> 1}`,
        period: index % 2 === 0 ? '1800' : '2199',
        low: index,
        high: index,
      }),
    )
    const made = board([card('a')], { figures: many })
    expect([drawn(made).charts.length, drawn(made).chartsLeftOut]).toEqual([60, 10])
    const files = filesOf(made, ['md', 'json'])
    expect([...files.keys()].filter((name) => name.startsWith('chart-'))).toHaveLength(60)
    expect(files.get('briefing.md')).toContain('60 of 70 charts are drawn.')
    for (const index of [0, 69]) expect(files.get('briefing.md')).toContain(`| Measure ${index} |`)
    expect(pdfDrawings(drawn(made), [], (words) => words).leftOut).toMatch(/^60 of 70 charts are drawn\./)
  })

  it('has no map where no region is judged that a map could show', () => {
    expect(drawn(board([card('a', { judgements: [] })])).map).toBeNull()
    const world = { id: 'levant', name: 'Global', order: 'a', m49: ['001'], countries: [], headings: [] }
    expect(drawn(board([card('a')], { regions: [world] })).map).toBeNull()
  })

  it('has a chart for each series with two values or a range, in the order of the cards', () => {
    const made = board([card('a'), card('b')], {
      figures: [
        oil('one', 'b', '2015', 7),
        oil('two', 'b', '2016', 8),
        figure('range', 'a', { measure: 'Zinc', low: 1, high: 2 }),
        figure('single', 'a', { measure: 'Antimony', low: 3, high: 3 }),
      ],
    })
    expect(drawn(made).charts.map(({ number, series }) => [number, series.measure])).toEqual([
      [1, 'Zinc'],
      [2, 'Income from oil'],
    ])
  })
})

describe('the drawings of a pack', () => {
  const made = board([card('alpha', { title: 'Iraq' })], {
    marking: 'green',
    figures: [oil('f1', 'alpha', '2015', 400, 500), oil('f2', 'alpha', '2018', 260)],
  })
  const files = filesOf(made, ['md', 'json'])

  it('are SVG files that stand alone: titled, marked, with no script and nothing from elsewhere', () => {
    for (const [name, title] of Object.entries({
      'map.svg': 'Threat level by region',
      'chart-1.svg': 'Income from oil',
    })) {
      const svg = files.get(name) ?? ''
      expect(svg).toContain(`<title>${title}</title>`)
      expect(svg).toMatch(/<desc>[^<]{40,}<\/desc>/)
      expect(svgStrings(svg).join(' ')).toContain('TLP:GREEN')
      expect(svg.replaceAll('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(
        /<script|<style|<image|<foreignObject|https?:|\bon\w+=|var\(|href="[^#]|url\([^#]/i,
      )
    }
  })

  it('are named in the Markdown, told in words and given as tables with their sources', () => {
    const text = files.get('briefing.md') ?? ''
    for (const words of [
      '## Map and charts',
      '![Threat level by region](map.svg)',
      'Levant: Severe, rising, 31 January 2018.',
      '### Chart 1. Income from oil',
      '![Income from oil](chart-1.svg)',
      'No figure for 2016 to 2017.',
      '| 2015 | 400 | 500 | USD 400 to 500, estimated | ([S/2017/97, para. 6](https://undocs.org/S/2017/97)) |',
    ])
      expect(text).toContain(words)
    expect(text).not.toContain('Countries')
    expect(text.indexOf('## Map and charts')).toBeLessThan(text.indexOf('## How to read this briefing'))
  })

  it('are data in the JSON', () => {
    const { map, charts } = JSON.parse(files.get('briefing.json') ?? '') as Record<string, unknown>
    expect(map).toMatchObject({ year: 2018, regions: [{ region: 'levant', level: 'severe', contested: false }] })
    expect(charts).toMatchObject([
      {
        number: 1,
        unit: 'USD',
        points: [{ low: 400, high: 500 }, { years: [2018, 2018] }],
        missingYears: [2016, 2017],
      },
    ])
  })

  it('do not stop a pack because a withheld card is called as a country is', () => {
    const other = card('secret', { marking: 'red', title: 'Philippines', region: 'levant' })
    expect([...filesOf(board([card('a'), other])).keys()]).toContain('map.svg')
  })

  it('do not stop a pack because a withheld card is called as a shown figure or region is', () => {
    for (const title of ['Income from oil', 'oil income', 'Levant']) {
      const secret = card('secret', { marking: 'red', title })
      const figures = [oil('f1', 'open', '2015', 40, 50), oil('f2', 'open', '2016', 26)]
      expect(() => filesOf(board([card('open'), secret], { figures })), title).not.toThrow()
    }
  })

  it('are searched for leaks, wherever a line breaks', () => {
    const hidden = board([card('open'), card('secret', { marking: 'red', title: 'Warehouse at the old pier' })])
    const clean = project(hidden, REPORTS, { ceiling: 'green' })
    const svg = '<svg aria-label="x"><text y="1">the warehouse at</text><text y="2">the old pier</text></svg>'
    expect(() => checkForLeaks(hidden, REPORTS, clean, [{ name: 'map.svg', texts: svgStrings(svg) }])).toThrow(PackLeak)
  })
})

describe('the drawings in the PDF', () => {
  const folder = mkdtempSync(join(tmpdir(), 'briefboard-drawings-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const arabic = 'الدخل من النفط'
  const made = board([card('alpha')], {
    figures: [
      oil('f1', 'alpha', '2015', 400, 500),
      oil('f2', 'alpha', '2018', 260),
      figure('f3', 'alpha', { measure: `${arabic} 漢`, basis: arabic, low: 1, high: 2 }),
    ],
  })
  const { bytes, texts } = renderPdf(project(made, REPORTS, { ceiling: 'green' }), STAMP)
  const file = join(folder, 'briefing.pdf')
  writeFileSync(file, bytes)
  const read = (tool: string, ...args: string[]): string =>
    execFileSync(tool, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })

  it('have words that can be selected, found and read back, and each once', () => {
    const said = read('pdftotext', '-layout', file, '-')
    for (const words of [
      'As judged by the end of 2018',
      '400–500',
      'range: the value lies in here',
      'imply no endorsement',
    ])
      expect(said).toContain(words)
    expect(said.split('400–500')).toHaveLength(2)
    const [, ...readBack] = texts.filter((text) => !text.includes('<svg'))
    expect(readBack.some((text) => / no figure .* range: the value lies in here /s.test(text))).toBe(true)
  })

  it('have a text alternative and are tagged as figures', () => {
    const alternative =
      'Income from oil, in USD; basis: oil income. 2015: USD 400 to 500, estimated (S/2017/97, para. 6)'
    expect(texts.some((text) => text.startsWith(alternative))).toBe(true)
    expect(read('pdfinfo', '-struct', file).match(/^ *Figure/gm)).toHaveLength(3)
  })

  it('are set in the fonts of the pack alone, whatever the letters', () => {
    const fonts = read('pdffonts', file).split('\n').slice(2).filter(Boolean)
    for (const font of fonts) expect(font).toMatch(/\+(Inter|SourceSerif4|NotoNaskhArabic)-\w+ .* yes yes yes /)
    expect(read('pdftotext', '-layout', file, '-')).toContain('Basis: […]')
  })
})
