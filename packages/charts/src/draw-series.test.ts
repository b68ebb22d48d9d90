import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FIGURE_QUALIFIERS, formatCitations, type Figure } from '@briefboard/board'
import { groupFigures } from './comparable.ts'
import { drawSeries } from './draw-series.ts'
import { figure, nodesIn, readSvg, textsIn, type Node } from './fixture.ts'
import type { Theme } from './palette.ts'
import { seriesOf } from './series.ts'
import { amount } from './value.ts'

const mixed = [
  figure('range', { period: '2012', low: 400, high: 500, qualifier: 'estimated' }),
  figure('single', { period: 'January 2013', low: 260, high: 260 }),
  figure('above', { period: '2016', low: 300, high: null, qualifier: 'more than' }),
  figure('below', { period: '2017', low: null, high: 450, qualifier: 'as much as', citation: cite(6) }),
]
const draw = (figures: Figure[], width = 700, theme: Theme = 'light') => drawSeries(seriesOf(figures), { width, theme })

function cite(paragraph: number): Figure['citation'] {
  return { symbol: 'S/2017/97', paragraph }
}

function columnOf(root: Node, id: string): Node[] {
  const column = nodesIn(root).find(({ attributes }) => attributes['data-figure'] === id)
  if (column === undefined) throw new Error(`The figure ${id} was not drawn.`)
  return nodesIn(column)
}

const partOf = (root: Node, id: string, part: string) =>
  columnOf(root, id).find(({ attributes }) => attributes['data-part'] === part)?.attributes

/** What the axis says: pixels by value, from the lines of its ticks. */
function scaleOf(root: Node): (value: number) => number {
  const ticks = nodesIn(root)
    .filter(
      ({ tag, attributes }) =>
        tag === 'text' && attributes['text-anchor'] === 'end' && attributes.transform === undefined,
    )
    .map(({ text, attributes }) => [Number(text.replaceAll(',', '').replace('−', '-')), Number(attributes.y)] as const)
  const [[low, bottom] = [0, 0]] = ticks
  const [high, top] = ticks.at(-1) ?? [0, 0]
  const offset = 0.36 * 12
  return (value) => bottom - offset + ((value - low) / (high - low)) * (top - bottom)
}

describe('a chart of a series', () => {
  const root = readSvg(draw(mixed).svg)
  const y = scaleOf(root)

  it('draws what is certain from zero, and each stated number at its place on the axis', () => {
    const certain = partOf(root, 'single', 'certain')
    expect(Number(certain?.y)).toBeCloseTo(y(260), 0)
    expect(Number(certain?.y) + Number(certain?.height)).toBeCloseTo(y(0), 0)
    for (const { id, low, high } of mixed)
      for (const value of [low, high].filter((end) => end !== null)) {
        const edge = columnOf(root, id).find(({ attributes }) => attributes['data-edge'] === String(value))
        expect(Number(edge?.attributes.y) + 1).toBeCloseTo(y(value), 0)
      }
  })

  it('draws a range as possible between its ends, and solid below', () => {
    expect(Number(partOf(root, 'range', 'possible')?.height)).toBeCloseTo(y(400) - y(500), 0)
    expect(Number(partOf(root, 'range', 'certain')?.y)).toBeCloseTo(y(400), 0)
  })

  it('draws “more than” open at the top, never as an exact value', () => {
    const open = partOf(root, 'above', 'open')
    expect(Number(open?.y) + Number(open?.height)).toBeCloseTo(y(300), 0)
    expect(partOf(root, 'single', 'open')).toBeUndefined()
    expect(textsIn(root)).toContain('more than')
  })

  it('draws “as much as” without anything certain', () => {
    expect(partOf(root, 'below', 'certain')).toBeUndefined()
    expect(Number(partOf(root, 'below', 'possible')?.y)).toBeCloseTo(y(450), 0)
  })

  it('takes a single number that is said to be a limit as one', () => {
    const limits = readSvg(
      draw([figure('a', { qualifier: 'more than' }), figure('b', { qualifier: 'as much as' })]).svg,
    )
    expect(partOf(limits, 'a', 'open')).toBeDefined()
    expect(partOf(limits, 'b', 'certain')).toBeUndefined()
  })

  it('marks the years without a figure', () => {
    const gaps = nodesIn(root).flatMap(({ attributes }) => attributes['data-gap'] ?? [])
    expect(gaps).toEqual(['2014-2015'])
    expect(textsIn(root)).toContain('no figure')
  })

  it('shows unit, basis and sources', () => {
    const said = textsIn(root).join(' ')
    expect(said).toContain('USD. Basis: oil income')
    expect(said).toContain('S/2016/92, para. 17; S/2017/97, para. 6')
  })

  it('hangs what is below zero from zero', () => {
    const under = readSvg(draw([figure('a', { low: -30, high: -30 }), figure('b', { low: 5, high: 5 })]).svg)
    const [down, up] = [partOf(under, 'a', 'certain'), partOf(under, 'b', 'certain')]
    expect(Number(down?.y)).toBeCloseTo(Number(up?.y) + Number(up?.height), 0)
  })

  it('keeps columns near each other on a wide page, and says beside them what they stand for', () => {
    const wide = readSvg(draw(mixed.slice(0, 2), 1400).svg)
    const [first, second] = ['range', 'single'].map((id) => Number(partOf(wide, id, 'certain')?.x))
    expect((second ?? 0) - (first ?? 0)).toBeLessThan(300)
    expect(textsIn(wide)).toContain('2012: USD 400 to 500, estimated')
  })

  it('has the value of every column written at it, from a phone to a desk', () => {
    for (const width of [320, 360, 768, 1200]) {
      const all = readSvg(draw(mixed, width).svg)
      for (const { id } of mixed)
        expect(
          columnOf(all, id).some(({ tag }) => tag === 'text'),
          `${id} at ${width}`,
        ).toBe(true)
    }
  })

  it('puts a factor into the unit, not into the values of the table', () => {
    const { svg, table } = draw([figure('a', { low: 400e6, high: 500e6 })])
    expect(textsIn(readSvg(svg)).join(' ')).toContain('USD million')
    expect(table.rows[0]).toEqual([
      '2015',
      '400,000,000',
      '500,000,000',
      'USD 400 million to 500 million',
      'S/2016/92, para. 17',
    ])
  })
})

describe('the text alternative and the table', () => {
  const { svg, summary, table } = draw(mixed)

  it('name every value with its period and source, and the years without', () => {
    for (const { period, low, high, citation } of mixed) {
      expect(summary).toContain(`${period}: `)
      for (const value of [low, high]) if (value !== null) expect(summary).toContain(amount(value))
      expect(summary).toContain(formatCitations([citation]))
    }
    expect(summary).toContain('No figure for 2014 to 2015.')
    expect(readSvg(svg).attributes['aria-label']).toContain(summary)
  })

  it('have a row a figure and a row a missing year, in order', () => {
    expect(table.rows.map(([period]) => period)).toEqual(['2012', 'January 2013', '2014', '2015', '2016', '2017'])
    expect(table.rows.every((row) => row.length === table.head.length)).toBe(true)
  })
})

const ends = fc.option(
  fc.oneof(fc.integer(), fc.double({ noNaN: true }), fc.constantFrom(0, 1e-9, -1e-300, 5e-324, 1e308, -1e308, NaN)),
)
const figures = fc.array(
  fc.record({
    ...{ measure: fc.string({ unit: 'binary' }), unit: fc.string(), basis: fc.string({ unit: 'binary' }) },
    ...{ low: ends, high: ends, qualifier: fc.constantFrom(...FIGURE_QUALIFIERS) },
    period: fc.oneof(
      fc.string(),
      fc.integer({ min: 1800, max: 2199 }).map(String),
      fc.constantFrom('to May 2016', '2015–16'),
    ),
  }),
  { maxLength: 40 },
)

describe('any figures at all', () => {
  it('are drawn without a throw, without NaN, well formed, and byte for byte the same again', () => {
    fc.assert(
      fc.property(
        figures,
        fc.integer({ min: -10, max: 5000 }),
        fc.constantFrom<Theme>('light', 'dark', 'print'),
        (made, width, theme) => {
          const all = made.map((over, index) => figure(`f${index}`, over))
          for (const series of [...groupFigures(all), seriesOf(all)]) {
            const drawing = drawSeries(series, { width, theme })
            expect(drawing.svg).not.toMatch(/NaN|Infinity|undefined/)
            const root = readSvg(drawing.svg)
            const drawn = nodesIn(root).flatMap(({ attributes }) => attributes['data-figure'] ?? [])
            expect(drawn.toSorted()).toEqual(series.points.map((point) => point.figure).toSorted())
            expect(drawSeries(series, { width, theme }).svg).toBe(drawing.svg)
          }
        },
      ),
      { numRuns: 150 },
    )
  })

  it.each([320, 360, 768, 1200, 4000])('stay within the drawing at %i px', (width) => {
    const { svg, height } = draw(mixed, width)
    for (const { tag, attributes } of nodesIn(readSvg(svg)).filter(
      (node) => node.tag === 'rect' || node.tag === 'text',
    )) {
      expect(Number(attributes.x), tag).toBeGreaterThanOrEqual(0)
      expect(Number(attributes.x) + Number(attributes.width ?? 0), tag).toBeLessThanOrEqual(width)
      expect(Number(attributes.y) + Number(attributes.height ?? 0), tag).toBeLessThanOrEqual(height)
    }
  })

  it('share one band for a long gap of years, which axis, summary and table name as one', () => {
    const far = [figure('old', { period: '1800' }), figure('new', { period: '2199' })]
    const { svg, summary, table } = draw(far)
    const gaps = nodesIn(readSvg(svg)).flatMap(({ attributes }) => attributes['data-gap'] ?? [])
    expect(gaps).toEqual(['1801-2198'])
    expect(textsIn(readSvg(svg))).toContain('1801–2198')
    expect(summary).toContain('No figure for 1801 to 2198.')
    expect(table.rows.map(([period]) => period)).toEqual(['1800', '1801 to 2198', '2199'])
    expect(svg.length).toBeLessThan(8_000)
  })

  it('are drawn from the latest hundred on, and say so', () => {
    const long = Array.from({ length: 10_000 }, (_, index) =>
      figure(`f${index}`, { period: `${1800 + (index % 400)}`, low: 1, high: index, measure: 'M'.repeat(300) }),
    )
    const began = process.cpuUsage()
    const { svg, summary, table } = draw(long)
    expect(process.cpuUsage(began).user / 1000).toBeLessThan(500)
    expect(nodesIn(readSvg(svg)).filter(({ attributes }) => attributes['data-figure'] !== undefined)).toHaveLength(100)
    for (const said of [textsIn(readSvg(svg)).join(' '), summary, table.caption])
      expect(said).toContain('The latest 100 of 10,000 values.')
    expect(table.rows.at(-1)?.[0]).toBe('2199')
    expect(svg.length).toBeLessThan(200_000)
  })

  it('are drawn in a few milliseconds', () => {
    const many = Array.from({ length: 100 }, (_, index) => figure(`f${index}`, { period: String(1920 + index) }))
    const began = performance.now()
    for (let round = 0; round < 5; round++) draw(many, 1000 + round)
    expect((performance.now() - began) / 5).toBeLessThan(100)
  })
})
