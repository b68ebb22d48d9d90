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

/** What a page shows, in the order in which it is drawn; each stretch of glyphs ends with a space. */
export function shownText(content: string, fonts: ReadonlyMap<string, GlyphText>): string {
  let font: GlyphText = new Map()
  let text = ''
  const step = new RegExp(`/(\\S+) -?[\\d.]+ Tf|(${LITERAL.source})|<([0-9A-Fa-f]+)>|/ActualText\\s*|\\bET\\b`, 'g')
  for (const [all, name, literal, hex] of content.matchAll(step)) {
    if (name !== undefined) font = fonts.get(name) ?? new Map()
    else if (literal !== undefined) text += stringText(unescapeLiteral(literal), font)
    else if (hex !== undefined) text += stringText(Buffer.from(hex, 'hex'), font)
    else if (all === 'ET') text += ' '
  }
  return text
}

/** Escaped brackets, and brackets in balance one deep, belong to the string. */
const LITERAL = /\((?:[^()\\]|\\[\s\S]|\((?:[^()\\]|\\[\s\S])*\))*\)/g

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
