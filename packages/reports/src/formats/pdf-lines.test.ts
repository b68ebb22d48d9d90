/** Lines of a printed page, rebuilt from where its letters stand. */
import { expect, test } from 'vitest'
import type { Source } from '../source.ts'
import { openDocument } from './open-document.ts'
import { pdfFile, printedPage, type Drawn } from './pdf-file.test-suite.ts'

const open = (...pages: (readonly Drawn[] | string)[]): Promise<Source> => openDocument(pdfFile(pages), 'a.pdf')
const texts = async (...drawn: Drawn[]): Promise<string[]> => (await open(drawn)).lines.map(({ text }) => text)
const at = (text: string, x: number, y: number, size = 12): Drawn => ({ text, x, y, size })

test('what shares a baseline is a line, in whatever order it was drawn; gaps are spaces, wide ones tabs', async () => {
  expect(await texts(at('below', 72, 684), at('world', 104, 700), at('Hello', 72, 700), at('16/18', 300, 700))).toEqual(
    ['Hello world\t16/18', 'below'],
  )
  expect(await texts(at('con', 72, 700), at('sidered', 92.02, 700))).toEqual(['considered'])
})

test('raised numbers are marks; small text on the baseline, or in lines of its own, is not', async () => {
  expect(await texts(at('State', 72, 700), at('3', 100.4, 704.5, 7), at('fell.', 104.6, 700))).toEqual([
    'State<sup>3</sup>fell.',
  ])
  expect(await texts(at('3', 100.4, 704.5), at('State', 72, 700))).toEqual(['State<sup>3</sup>'])
  expect(await texts(at('State', 72, 700), at('3', 103, 700, 7))).toEqual(['State 3'])
  expect(await texts(at('State', 72, 700), at('3 A note', 72, 688, 8))).toEqual(['State', '3 A note'])
})

test('an empty line stands where the author left a gap, and none at a page’s end', async () => {
  const { lines } = await open(printedPage(['one', 'two', '', 'three']), printedPage(['four', 'five']))
  expect(lines.map(({ text, page }) => [text, page])).toEqual([
    ['one', 1],
    ['two', 1],
    ['', 1],
    ['three', 1],
    ['four', 2],
    ['five', 2],
  ])
})

test('text in the margin that runs upwards comes after the page’s text, whole', async () => {
  const page = 'BT /F1 12 Tf 0 1 -1 0 40 300 Tm (Up the margin) Tj ET BT /F1 12 Tf 72 700 Td (Text) Tj ET'
  expect((await open(page)).lines.map(({ text }) => text)).toEqual(['Text', 'Up the margin'])
})

test('letters that are drawn twice to look bold are there once', async () => {
  expect(await texts(at('Bold', 72, 700), at('Bold', 72.2, 700))).toEqual(['Bold'])
})

test('pages without text are named, the others are read', async () => {
  const { lines, warnings } = await open('', printedPage(['text']), '', '')
  expect(lines.map(({ page }) => page)).toEqual([2])
  expect(warnings).toEqual(['Pages 1, 3 to 4: no text; blank, or a picture such as a scan.'])
})
