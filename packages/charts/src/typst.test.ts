/** Packs set these drawings with Typst, so Typst has to take every one: shapes, patterns, and words as words. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { afterAll, expect, it } from 'vitest'
import { figure } from './fixture.ts'
import { drawSeries } from './draw-series.ts'
import type { Drawing } from './drawing.ts'
import { drawMap } from './map/index.ts'
import { seriesOf } from './series.ts'

const folder = mkdtempSync(join(tmpdir(), 'briefboard-charts-'))
afterAll(() => rmSync(folder, { recursive: true }))

const require = createRequire(import.meta.url)
const fonts = ['400Regular/Inter_400Regular', '600SemiBold/Inter_600SemiBold'].map((file) =>
  readFileSync(require.resolve(`@expo-google-fonts/inter/${file}.ttf`)),
)

const TEMPLATE = `
#set document(title: "Charts")
#set text(font: "Inter", lang: "en", fallback: false)
#let drawing = json(bytes(sys.inputs.drawing))
#image(bytes(drawing.svg), format: "svg", width: 100%, alt: drawing.summary)`

/** The words that another program finds in the PDF; it must be PDF/UA-1, as packs are. */
function wordsInPdf({ svg, summary }: Drawing): string {
  const compiler = NodeCompiler.create({ fontArgs: [{ fontBlobs: fonts }] })
  const inputs = { drawing: JSON.stringify({ svg, summary }) }
  const compiled = compiler.compile({ mainFileContent: TEMPLATE, inputs })
  if (compiled.result === null) throw new Error('Typst did not take the drawing.')
  const file = join(folder, 'drawing.pdf')
  writeFileSync(file, compiler.pdf(compiled.result, { pdfStandard: 'ua-1' }))
  return execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
}

it('a chart with every kind of mark stands in a PDF with its words', () => {
  const series = seriesOf([
    figure('a', { period: '2012', low: 400, high: 500, qualifier: 'estimated' }),
    figure('b', { period: '2014', low: 300, high: null, qualifier: 'more than' }),
    figure('c', { period: '2015', low: null, high: 450, qualifier: 'as much as' }),
    figure('d', { period: 'no date', low: -20, high: -20, qualifier: 'approximately' }),
  ])
  const said = wordsInPdf(drawSeries(series, { width: 620, theme: 'print' }))
  for (const words of ['Income from oil', '400–500', 'more than', 'no figure', 'undated', 'S/2016/92, para. 17'])
    expect(said).toContain(words)
  expect(said.split('400–500')).toHaveLength(2)
})

it('the map stands in a PDF with its regions, levels and note', () => {
  const shades = (['low', 'moderate', 'substantial', 'severe', 'critical', null] as const).map((level, index) => ({
    ...{
      region: `r${index}`,
      name: `Region ${index}`,
      countries: [['FR', 'EG', 'SG', 'BR', 'IN', 'US'][index] ?? 'FR'],
    },
    ...{ m49: [], level, trend: null, asOf: null, cards: [] },
  }))
  const said = wordsInPdf(drawMap({ shades, width: 620, theme: 'print', year: 2018 }))
  for (const words of ['Region 4', 'Critical', 'No judgement', 'imply no endorsement']) expect(said).toContain(words)
})
