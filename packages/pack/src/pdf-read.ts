/**
 * Reads back every text of a PDF that Typst wrote: what is on its pages, its outline, its properties and its metadata.
 * Only for the leak check: it knows the plain objects and Flate streams that Typst writes, not every PDF there is.
 */
import { inflateSync } from 'node:zlib'
import { literalStrings, shownText, type GlyphText } from './pdf-strings.ts'

interface PdfObject {
  /** Everything before the stream, or all of it. */
  dictionary: string
  stream: Buffer | null
}

/** Throws if a stream cannot be unpacked or a font's letters cannot be known: what cannot be searched is not clean. */
export function readPdfTexts(bytes: Uint8Array): string[] {
  const objects = readObjects(Buffer.from(bytes))
  const texts: string[] = []
  for (const { dictionary, stream } of objects.values()) {
    for (const text of literalStrings(dictionary)) texts.push(text)
    if (stream !== null && dictionary.includes('/Subtype /XML')) texts.push(...metadataTexts(stream.toString('utf8')))
    if (/\/Type \/Page\b/.test(dictionary)) {
      const content = objectAt(objects, /\/Contents (\d+) 0 R/.exec(dictionary)?.[1])
      texts.push(contentText(objects, dictionary, content?.stream ?? null))
    }
    // Parts of drawings: see-through ones are forms, repeated ones patterns.
    if (/\/Subtype \/Form\b|\/PatternType 1\b/.test(dictionary)) texts.push(contentText(objects, dictionary, stream))
  }
  return texts
}

function readObjects(pdf: Buffer): Map<number, PdfObject> {
  // One byte, one character: offsets in the text are offsets in the file.
  const text = pdf.toString('latin1')
  const objects = new Map<number, PdfObject>()
  const start = /(?<!\d)(\d+) 0 obj\s/g
  for (let found = start.exec(text); found !== null; found = start.exec(text)) {
    const body = start.lastIndex
    const end = text.indexOf('endobj', body)
    const streamAt = text.slice(body, end).search(/stream\r?\n/)
    if (streamAt < 0) {
      objects.set(Number(found[1]), { dictionary: text.slice(body, end), stream: null })
      start.lastIndex = end
      continue
    }
    const dictionary = text.slice(body, body + streamAt)
    const from = text.indexOf('\n', body + streamAt) + 1
    const to = from + Number(/\/Length (\d+)/.exec(dictionary)?.[1])
    const raw = pdf.subarray(from, to)
    objects.set(Number(found[1]), { dictionary, stream: dictionary.includes('/FlateDecode') ? inflateSync(raw) : raw })
    start.lastIndex = to
  }
  return objects
}

function contentText(objects: ReadonlyMap<number, PdfObject>, owner: string, content: Buffer | null): string {
  const resources = /\/Resources (\d+) 0 R/.exec(owner)
  const source = resources === null ? owner : (objectAt(objects, resources[1])?.dictionary ?? '')
  const fonts = new Map<string, GlyphText>()
  for (const [, name = '', reference] of (/\/Font\s*<<([^>]*)>>/.exec(source)?.[1] ?? '').matchAll(
    /\/([^\s/]+) (\d+) 0 R/g,
  )) {
    const font = objectAt(objects, reference)
    const map = objectAt(objects, /\/ToUnicode (\d+) 0 R/.exec(font?.dictionary ?? '')?.[1])
    if (map === undefined || map.stream === null)
      throw new Error(`The letters of the PDF's font ${name} cannot be read back.`)
    fonts.set(name, readGlyphText(map.stream.toString('latin1')))
  }
  return shownText(content?.toString('latin1') ?? '', fonts)
}

function objectAt(objects: ReadonlyMap<number, PdfObject>, number: string | undefined): PdfObject | undefined {
  return number === undefined ? undefined : objects.get(Number(number))
}

/** A ToUnicode map: `<0001> <0054>` for one glyph, and ranges `<0001> <0003> <0041>`. */
function readGlyphText(map: string): GlyphText {
  const texts = new Map<number, string>()
  for (const [, block = ''] of map.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
    for (const [, glyph = '', text = ''] of block.matchAll(/<([0-9A-F]+)>\s*<([0-9A-F]+)>/gi))
      texts.set(parseInt(glyph, 16), fromUtf16(text))
  }
  for (const [, block = ''] of map.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, low = '', high = '', text = ''] of block.matchAll(
      /<([0-9A-F]+)>\s*<([0-9A-F]+)>\s*<([0-9A-F]+)>/gi,
    )) {
      const first = fromUtf16(text).codePointAt(0) ?? 0
      const from = parseInt(low, 16)
      for (let glyph = from; glyph <= parseInt(high, 16); glyph += 1)
        texts.set(glyph, String.fromCodePoint(first + glyph - from))
    }
  }
  return texts
}

const fromUtf16 = (hex: string): string => Buffer.from(hex, 'hex').swap16().toString('utf16le')

/** What is written between the tags; of attributes, what is no name of a namespace. */
function metadataTexts(xml: string): string[] {
  const attributes = [...xml.matchAll(/(?<![\w:-])([\w:-]+)="([^"]*)"/g)].flatMap(([, name = '', value = '']) =>
    /^(?:xmlns|xml:lang$)/.test(name) ? [] : [value],
  )
  return [xml.replaceAll(/<[^<>]*>/g, ' '), ...attributes].map(unescapeXml)
}

const unescapeXml = (xml: string): string =>
  xml
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&')
