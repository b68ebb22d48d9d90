/** Strings in a PDF: in its dictionaries, and as glyphs on its pages (ISO 32000-1, 7.3.4 and 9.4.3). */

/** Glyph numbers of a font to the text they stand for. */
export type GlyphText = ReadonlyMap<number, string>

/** The text strings of a dictionary: UTF-16 with a byte order mark, else as good as Latin. */
export function literalStrings(dictionary: string): string[] {
  const literals = [...dictionary.matchAll(LITERAL)].map(([found]) => unescapeLiteral(found))
  const hexadecimal = [...dictionary.matchAll(/(?<!<)<([0-9A-Fa-f\s]+)>(?!>)/g)].map(([, hex = '']) =>
    Buffer.from(hex.replaceAll(/\s/g, ''), 'hex'),
  )
  return [...literals, ...hexadecimal].map(decode)
}

/** What a page shows, in the order in which it is drawn; a space ends each stretch of glyphs that no other continues. */
export function shownText(content: string, fonts: ReadonlyMap<string, GlyphText>): string {
  let font: GlyphText = new Map()
  let text = ''
  let size = 0
  let place: Matrix = NOWHERE
  // A drawing sets its words glyph by glyph: where the last one stood, or null if the last stretch was no single glyph.
  let single: Matrix | null = null
  let glyphs = 0
  const show = (bytes: Buffer): void => {
    if (glyphs === 0 && !(single !== null && continues(single, place, size))) text += ' '
    glyphs += bytes.length / 2
    text += stringText(bytes, font)
  }
  for (const { 0: all, groups = {} } of content.matchAll(STEP)) {
    const { name, points, matrix, literal, hex } = groups
    if (name !== undefined) [font, size] = [fonts.get(name) ?? new Map(), Number(points)]
    else if (matrix !== undefined) place = matrix.trim().split(/\s+/).map(Number)
    else if (literal !== undefined) show(unescapeLiteral(literal))
    else if (hex !== undefined) show(Buffer.from(hex, 'hex'))
    // What stands before is a replacement text, not a glyph.
    else if (all === 'BT') glyphs = 0
    else if (all === 'ET') [single, glyphs] = [glyphs === 1 ? place : null, 0]
  }
  return text
}

/** `a b c d e f` of a `cm` operator. */
type Matrix = readonly number[]

const NOWHERE: Matrix = []

/** In sizes of the type: the widest glyph of Inter, and how far two that belong together may stand off one line. */
const WIDEST = 1.1
const OFF_LINE = 0.1

/** Whether a glyph stands right behind (or, written from the right, before) the last one, on the same line. */
function continues(last: Matrix, next: Matrix, size: number): boolean {
  const [a = 0, b = 0, , , e = NaN, f = NaN] = last
  const [a2 = NaN, b2 = NaN, , , e2 = NaN, f2 = NaN] = next
  const scale = (a * a + b * b) * size
  const along = ((e2 - e) * a + (f2 - f) * b) / scale
  const across = ((f2 - f) * a - (e2 - e) * b) / scale
  const turned = Math.abs(a - a2) + Math.abs(b - b2) > 1e-4
  return !turned && Math.abs(along) <= WIDEST && Math.abs(across) <= OFF_LINE
}

/** Escaped brackets, and brackets in balance one deep, belong to the string. */
const LITERAL = /\((?:[^()\\]|\\[\s\S]|\((?:[^()\\]|\\[\s\S])*\))*\)/g

/** What matters on a page: fonts, places, strings, the ends of stretches. */
const STEP = new RegExp(
  String.raw`/(?<name>[^\s/]+) (?<points>-?[\d.]+) Tf|(?<matrix>(?<![\d.])(?:-?[\d.]+\s+){6})cm|(?<literal>${LITERAL.source})|<(?<hex>[0-9A-Fa-f]+)>|/ActualText\s*|\b[BE]T\b`,
  'g',
)

/** On a page: two bytes a glyph; a string with a byte order mark is a replacement text and means itself. */
function stringText(bytes: Buffer, font: GlyphText): string {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decode(bytes)
  let text = ''
  for (let at = 0; at + 1 < bytes.length; at += 2) text += font.get(bytes.readUInt16BE(at)) ?? ''
  return text
}

function decode(bytes: Buffer): string {
  if (bytes[0] !== 0xfe || bytes[1] !== 0xff) return bytes.toString('latin1')
  return Buffer.from(bytes.subarray(2, bytes.length - (bytes.length % 2)))
    .swap16()
    .toString('utf16le')
}

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

function unescapeLiteral(literal: string): Buffer {
  const inner = literal
    .slice(1, -1)
    .replaceAll(/\\(?:([0-7]{1,3})|(\r?\n)|([\s\S]))/g, (_, octal?: string, line?: string, other?: string) => {
      if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8) & 0xff)
      return line !== undefined ? '' : (ESCAPES[other ?? ''] ?? other ?? '')
    })
  return Buffer.from(inner, 'latin1')
}
