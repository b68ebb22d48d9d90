import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { THREAT_LEVELS, THREAT_LEVEL_WORDS } from '@briefboard/board'
import { COUNTRIES, countriesIn, countryName } from '@briefboard/board/countries'
import { loadSeeds } from '@briefboard/board/seed'
import { nodesIn, readSvg, textsIn, type Node } from '../fixture.ts'
import { shadesAt, type Shade } from '../shades.ts'
import { drawMap } from './draw-map.ts'
import { mapRatio } from './frame.ts'
import { world } from './world.ts'

const { boards } = await loadSeeds(new URL('../../../../seeds', import.meta.url).pathname)
const seeded = boards[0]?.board ?? { regions: [], cards: [] }
const shades = shadesAt(seeded, 2016)
const draw = (of: readonly Shade[] = shades, width = 900) => drawMap({ shades: of, width, theme: 'light', year: 2016 })

const shade = (region: string, over: Partial<Shade> = {}): Shade => ({
  ...{ region, name: `Region ${region}`, countries: [], m49: [], level: 'low', trend: 'steady', asOf: '2016-01-29' },
  ...{ cards: [] },
  ...over,
})
const regionsOf = (root: Node, iso: string): string[] => [
  ...new Set(
    nodesIn(root)
      .filter(({ attributes }) => attributes['data-iso'] === iso)
      .map(({ attributes }) => attributes['data-region'] ?? ''),
  ),
]

describe('the countries', () => {
  it('are each on the map once, with an outline or a dot', () => {
    const { shapes } = world()
    expect(COUNTRIES.filter(({ iso }) => !shapes.has(iso))).toEqual([])
    expect([...shapes.keys()].filter((iso) => countryName(iso) === iso)).toEqual([])
    expect(shapes.has('AQ')).toBe(false)
  })

  it('lie where they lie', () => {
    const at = (iso: string) => world().shapes.get(iso)?.centre ?? [0, 0]
    const { width, height } = world()
    for (const { iso } of COUNTRIES) {
      expect(at(iso)[0], iso).toBeGreaterThan(0)
      expect(at(iso)[0], iso).toBeLessThan(width)
      expect(at(iso)[1], iso).toBeGreaterThan(0)
      expect(at(iso)[1], iso).toBeLessThan(height)
    }
    expect(at('SG')[0]).toBeGreaterThan(at('IN')[0])
    expect(at('ZA')[1]).toBeGreaterThan(at('EG')[1])
    expect(at('GF')[0]).toBeLessThan(at('FR')[0])
  })

  it('follow M49: nested regions add up, and the whole world has each country once', () => {
    expect(countriesIn('202')).toEqual(expect.arrayContaining(['NG', 'KE', 'CD', 'ZA']))
    expect(countriesIn('002')).toHaveLength(countriesIn('015').length + countriesIn('202').length)
    expect(new Set(countriesIn('001')).size).toBe(COUNTRIES.length)
    expect(countriesIn('368')).toEqual(['IQ'])
    expect(countriesIn('999')).toEqual([])
  })
})

describe('the map', () => {
  const root = readSvg(draw().svg)

  it('puts every country of a region into that region, under its code, with its name', () => {
    for (const { region, countries } of shades)
      for (const iso of countries) expect(regionsOf(root, iso), iso).toEqual([region])
    const iraq = nodesIn(root).find(({ attributes }) => attributes['data-iso'] === 'IQ')
    expect(iraq?.children[0]?.text).toBe('Iraq (Middle East: Critical)')
    expect(regionsOf(root, 'BR')).toEqual([''])
  })

  it('shows a small state as a dot', () => {
    const dots = nodesIn(root).flatMap(({ attributes }) => attributes['data-dot'] ?? [])
    expect(dots).toEqual(expect.arrayContaining(['BH', 'SG']))
    expect(dots).not.toContain('SA')
  })

  it('tells levels apart by pattern and by word, not by colour alone', () => {
    const every = THREAT_LEVELS.map((level, index) =>
      shade(level, { level, countries: [countriesIn('015')[index] ?? 'FR'] }),
    )
    const levels = readSvg(draw(every).svg)
    const fills = nodesIn(levels)
      .filter(({ tag }) => tag === 'use')
      .map(({ attributes }) => attributes.fill)
    expect(new Set(fills).size).toBe(THREAT_LEVELS.length - 1)
    for (const level of THREAT_LEVELS) expect(textsIn(levels)).toContain(THREAT_LEVEL_WORDS[level].word)
  })

  it('numbers its regions and lists each with its level in words, the one without a place too', () => {
    const said = textsIn(root)
    for (const { name } of shades)
      expect(
        said.some((line) => line.startsWith(name)),
        name,
      ).toBe(true)
    expect(said).toContain('Middle East Critical, steady')
    expect(said).toContain('Global Critical, rising (not on the map)')
    const badges = nodesIn(root).flatMap(({ attributes }) => attributes['data-badge'] ?? [])
    expect(badges).toHaveLength(2 * shades.filter(({ countries }) => countries.length > 0).length)
  })

  it('says that boundaries and names imply no endorsement', () => {
    expect(textsIn(root).join(' ')).toContain('imply no endorsement')
    expect(draw().summary).toContain('imply no endorsement')
  })

  it('gives a country to the region that names it most closely', () => {
    const wide = shade('wide', { m49: ['002'] })
    const narrow = shade('narrow', { countries: ['ML', 'NE'] })
    const both = readSvg(draw([wide, narrow]).svg)
    expect([regionsOf(both, 'ML'), regionsOf(both, 'EG')]).toEqual([['narrow'], ['wide']])
  })

  it('makes buttons of regions where a page asks for them, and an image otherwise', () => {
    const pressed = readSvg(drawMap({ shades, width: 900, theme: 'page', year: null, interactive: true }).svg)
    const buttons = nodesIn(pressed).filter(({ attributes }) => attributes.role === 'button')
    expect(buttons.map(({ attributes }) => attributes['data-region'])).toEqual(
      shades.filter(({ countries }) => countries.length > 0).map(({ region }) => region),
    )
    expect(buttons[0]?.attributes['aria-label']).toContain('Middle East: Critical')
    expect([pressed.attributes.role, root.attributes.role]).toEqual(['group', 'img'])
  })

  it('marks where a judgement is contested, in the rim of the number and in words', () => {
    const card = { card: 'c', title: 'C', level: 'low', trend: 'unclear', asOf: '2016-01-29', contested: true } as const
    const split = shade('split', { countries: ['FR'], trend: 'unclear', cards: [card] })
    const { svg, summary, table } = draw([split, shade('calm', { countries: ['EG'] })])
    const rims = nodesIn(readSvg(svg)).filter(({ tag }) => tag === 'circle')
    const broken = rims.filter(({ attributes }) => attributes['stroke-dasharray'] !== undefined)
    expect(broken).toHaveLength(2)
    expect(textsIn(readSvg(svg)).join(' ')).toContain('A number with a broken rim')
    expect(summary).toContain('Region split: Low, trend unclear, 29 January 2016; contested.')
    expect(table.rows[0]).toContain('C (Low, contested)')
    expect(textsIn(readSvg(draw().svg)).join(' ')).not.toContain('broken rim')
  })

  it('draws the land and its numbers alone for a page that says the rest', () => {
    const { svg, width, height } = drawMap({ shades, width: 800, theme: 'page', year: 2016, bare: true })
    expect(textsIn(readSvg(svg))).toEqual(['1', '2', '3', '4', '5'])
    expect(width / height).toBeCloseTo(mapRatio(shades, 'world'), 1)
  })

  it('keeps the number of a region on both edges of the world in the region', () => {
    const root = readSvg(draw([shade('pacific', { m49: ['009'] })], world().width).svg)
    const badge = nodesIn(root).find(({ attributes }) => attributes['data-badge'] === 'pacific')
    const [x = 0] = world().shapes.get('AU')?.centre ?? []
    expect(Number(badge?.children[0]?.attributes.cx)).toBeCloseTo(x, -1)
  })

  it('shows on a phone what its regions need, larger, and the whole world elsewhere', () => {
    const of = [shade('one', { countries: ['IQ', 'SY'] }), shade('two', { countries: ['EG'] })]
    const zoomIn = (width: number, frame?: 'world') => {
      const { svg } = drawMap({
        shades: of,
        width,
        theme: 'light',
        year: null,
        ...(frame === undefined ? {} : { frame }),
      })
      const moved = nodesIn(readSvg(svg)).find(({ attributes }) => attributes.transform?.startsWith('scale(') === true)
      return Number(/scale\(([\d.]+)\)/.exec(moved?.attributes.transform ?? '')?.[1])
    }
    expect(zoomIn(360) / zoomIn(360, 'world')).toBeGreaterThan(2)
    expect(zoomIn(1000)).toBeCloseTo(1000 / world().width, 4)
  })

  it('keeps every number within the drawing', () => {
    for (const width of [320, 360, 480, 1440]) {
      const { svg, height } = draw(shades, width)
      const badges = nodesIn(readSvg(svg)).filter(({ attributes }) => attributes['data-badge'] !== undefined)
      for (const { attributes } of badges.flatMap(nodesIn).filter(({ tag }) => tag === 'circle')) {
        expect(Number(attributes.cx)).toBeGreaterThan(0)
        expect(Number(attributes.cx)).toBeLessThan(width)
        expect(Number(attributes.cy)).toBeLessThan(height)
      }
    }
  })

  it('has words and a table with every region, level, date and country', () => {
    const { summary, table } = draw()
    for (const { name, countries } of shades) {
      expect(summary).toContain(`${name}: `)
      const row = table.rows.find(([first]) => first === name)
      expect(row).toHaveLength(table.head.length)
      for (const iso of countries) expect(row?.at(-1)).toContain(countryName(iso))
    }
    expect(summary).toContain('Middle East: Critical, steady, 29 January 2016.')
  })

  it('is drawn in under 100 ms once the world is projected', () => {
    const times = Array.from({ length: 9 }, (_, index) => {
      const began = performance.now()
      draw(shades, 600 + index)
      return performance.now() - began
    })
    expect(times.toSorted((a, b) => a - b)[4]).toBeLessThan(100)
  })
})

describe('any regions at all', () => {
  const codes = fc.oneof(fc.constantFrom(...COUNTRIES.map(({ iso }) => iso)), fc.string())
  const anyShade = fc.record({
    ...{ region: fc.string(), name: fc.string({ unit: 'binary' }), countries: fc.array(codes, { maxLength: 8 }) },
    m49: fc.array(fc.constantFrom('001', '002', '145', '840', 'x'), { maxLength: 2 }),
    level: fc.option(fc.constantFrom(...THREAT_LEVELS)),
  })

  it('are drawn without a throw, without NaN, well formed, and byte for byte the same again', () => {
    fc.assert(
      fc.property(fc.array(anyShade, { maxLength: 9 }), fc.integer({ min: 0, max: 4000 }), (made, width) => {
        const of = made.map((over, index) => shade(`r${index}`, over))
        const { svg } = draw(of, width)
        readSvg(svg)
        expect(svg).not.toMatch(/NaN|Infinity|undefined/)
        expect(draw(of, width).svg).toBe(svg)
      }),
      { numRuns: 60 },
    )
  })
})
