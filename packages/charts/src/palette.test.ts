import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { PALETTES } from './palette.ts'

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')
const tokens = read('apps/web/src/lib/ui/tokens.css')

/** A token's colours as #rrggbb, the light one first. */
function coloursOf(token: string): string[] {
  const line = new RegExp(`^\\s*--${token}: (.*);$`, 'm').exec(tokens)?.[1] ?? ''
  return [...line.matchAll(/oklch\(([\d.]+) ([\d.]+)(?: ([\d.]+))?/g)].map(([, l, c, h]) =>
    hex(Number(l), Number(c), Number(h ?? 0)),
  )
}

/** OKLCH to sRGB by the matrices of CSS Color 4. */
function hex(lightness: number, chroma: number, hue: number): string {
  const [a, b] = [chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)]
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]
  const channels = linear
    .map((value) => Math.min(1, Math.max(0, value)))
    .map((value) => (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055))
  return `#${channels
    .map((value) =>
      Math.round(value * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`
}

it('light and dark are the tokens of the page', () => {
  const named = { ground: 'surface', line: 'line', lineStrong: 'line-strong', ink: 'ink', ink2: 'ink-2', ink3: 'ink-3' }
  for (const [name, token] of Object.entries({ ...named, accent: 'accent', accentSoft: 'accent-soft' })) {
    const own = [PALETTES.light, PALETTES.dark].map(
      (palette) => Object.entries(palette).find(([key]) => key === name)?.[1],
    )
    expect(own, token).toEqual(coloursOf(token))
  }
  for (const [level, colour] of Object.entries(PALETTES.light.level))
    expect([colour]).toEqual(coloursOf(`level-${level}`))
})

it('every token that the page palette names exists', () => {
  const named = JSON.stringify(PALETTES.page).matchAll(/var\((--[\w-]+)\)/g)
  for (const [, token] of named) expect(tokens).toContain(`${token}:`)
})

it('print has the levels of the pack’s template', () => {
  const template = read('packages/pack/src/templates/briefing.typ')
  for (const [level, colour] of Object.entries(PALETTES.print.level))
    expect(template).toContain(`${level}: rgb("${colour}")`)
})
