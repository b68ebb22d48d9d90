/** Small PDFs written by hand, for tests: text where it is put, in Helvetica; and some that nobody should read. */
import { deflateSync } from 'node:zlib'

/** `y` is measured from the page's foot, as PDF does. */
export interface Drawn {
  text: string
  x: number
  y: number
  size: number
}

const WIDTH = 595
const HEIGHT = 842

/** A page is what is drawn on it, or the operators themselves. */
export function pdfFile(pages: readonly (readonly Drawn[] | string)[], trailer = ''): Uint8Array {
  const font = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>'
  const kids = pages.map((_, index) => `${4 + index * 2} 0 R`).join(' ')
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages.length} /Kids [${kids}] >>`,
    font,
    ...pages.flatMap((page, index) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${WIDTH} ${HEIGHT}] /Contents ${5 + index * 2} 0 R ` +
        '/Resources << /Font << /F1 3 0 R >> >> >>',
      stream(typeof page === 'string' ? page : page.map(operators).join('\n')),
    ]),
  ]
  return assemble(objects, trailer)
}

/** Lines of 12 points, from the top, in one column; `<sup>3</sup>` in a line is drawn small and raised. */
export function printedPage(lines: readonly string[], { size = 12, leading = 16 } = {}): Drawn[] {
  return lines.flatMap((line, index) => {
    const y = HEIGHT - 72 - index * leading
    let x = 72
    return line.split(/<sup>(.*?)<\/sup>/).map((text, part) => {
      const isRaised = part % 2 === 1
      const drawn = { text, x, y: isRaised ? y + size * 0.35 : y, size: isRaised ? size * 0.6 : size }
      x += helveticaWidth(text) * drawn.size
      return drawn
    })
  })
}

/** A page with one grey pixel, as large as the page. */
export function scannedPdf(): Uint8Array {
  return assemble([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Count 1 /Kids [3 0 R] >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${WIDTH} ${HEIGHT}] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>`,
    stream(`${WIDTH} 0 0 ${HEIGHT} 0 0 cm /I Do`),
    stream('\u0080', '/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray'),
  ])
}

/** Kilobytes that take a minute: the page draws one letter over and over, each time with a new font size, packed twice. */
export function slowPdf(letters: number): Uint8Array {
  const drawing = Array.from({ length: letters }, (_, nth) => `BT /F1 ${1 + (nth % 9)} Tf ${nth % 9} 9 Td (a) Tj ET`)
  const packed = deflateSync(deflateSync(Buffer.from(drawing.join('\n')))).toString('latin1')
  return assemble([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Count 1 /Kids [4 0 R] >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${WIDTH} ${HEIGHT}] /Contents 5 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
    stream(packed, '/Filter [/FlateDecode /FlateDecode]'),
  ])
}

/** The page's drawing is `bytes` blanks, packed twice. */
export function inflatingPdf(bytes: number): Uint8Array {
  const packed = deflateSync(deflateSync(Buffer.alloc(bytes, ' '))).toString('latin1')
  return assemble([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Count 1 /Kids [3 0 R] >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${WIDTH} ${HEIGHT}] /Contents 4 0 R >>`,
    stream(packed, '/Filter [/FlateDecode /FlateDecode]'),
  ])
}

/** Nobody knows its password, not even its writer: the proofs of the passwords are made up. */
export function encryptedPdf(): Uint8Array {
  const proof = `<${'5a'.repeat(32)}>`
  return pdfFile(
    [printedPage(['Nobody reads this.'])],
    `/Encrypt << /Filter /Standard /V 1 /R 2 /O ${proof} /U ${proof} /P -44 >> /ID [<00> <00>]`,
  )
}

function assemble(objects: readonly string[], trailer = ''): Uint8Array {
  let file = '%PDF-1.7\n'
  const offsets = objects.map((object, index) => {
    const offset = file.length
    file += `${index + 1} 0 obj\n${object}\nendobj\n`
    return `${offset}`.padStart(10, '0')
  })
  const table = ['0000000000 65535 f ', ...offsets.map((offset) => `${offset} 00000 n `)].join('\n')
  const size = objects.length + 1
  const end = `trailer\n<< /Size ${size} /Root 1 0 R ${trailer} >>\nstartxref\n${file.length}\n%%EOF\n`
  return Uint8Array.from(Buffer.from(`${file}xref\n0 ${size}\n${table}\n${end}`, 'latin1'))
}

const stream = (data: string, entries = ''): string =>
  `<< /Length ${data.length} ${entries} >>\nstream\n${data}\nendstream`

const operators = ({ text, x, y, size }: Drawn): string => `BT /F1 ${size} Tf ${x} ${y} Td (${inWinAnsi(text)}) Tj ET`

const inWinAnsi = (text: string): string =>
  text
    .replaceAll(/[\\()]/g, '\\$&')
    .replaceAll('’', '\u0092')
    .replaceAll('“', '\u0093')
    .replaceAll('”', '\u0094')
    .replaceAll('–', '\u0096')

/** In sizes of the letters, near enough to put a mark behind a word. */
function helveticaWidth(text: string): number {
  let width = 0
  for (const letter of text) width += WIDTHS[letter] ?? (/[A-Z]/.test(letter) ? 0.68 : 0.556)
  return width
}

const WIDTHS: Record<string, number> = {
  ' ': 0.278,
  '.': 0.278,
  ',': 0.278,
  ':': 0.278,
  i: 0.222,
  j: 0.222,
  l: 0.222,
  f: 0.278,
  t: 0.278,
  I: 0.278,
  r: 0.333,
  c: 0.5,
  k: 0.5,
  s: 0.5,
  v: 0.5,
  x: 0.5,
  y: 0.5,
  z: 0.5,
  w: 0.722,
  m: 0.833,
  M: 0.833,
  W: 0.944,
}
