/** Plain text that is written in Markdown's signs, as blocks. */
import { isSafeLink, PARAGRAPH, PLAIN, type BlockFormat, type Marks } from '@briefboard/text'

export interface MarkdownBlock {
  format: BlockFormat
  content: { letters: string; marks: Readonly<Marks> }[]
}

const LINE = /^(?:#{1,6} |[-*+] |\d{1,6}[.)] |> )/m
const INLINE = /\*\*[^*\n]+\*\*|~~[^~\n]+~~|\[[^[\]\n]+\]\(https?:\/\/[^()\s]+\)/

export const looksLikeMarkdown = (text: string): boolean => LINE.test(text) || INLINE.test(text)

/** A block a line; lines that go on without an empty line between belong together. */
export function markdownBlocks(text: string): MarkdownBlock[] {
  const blocks: MarkdownBlock[] = []
  let isOpen = false
  for (const line of text.split(/\r\n?|\n/)) {
    if (line.trim() === '') {
      isOpen = false
      continue
    }
    const { format, words } = readLine(line)
    const last = blocks.at(-1)
    if (
      isOpen &&
      format.kind === 'paragraph' &&
      last !== undefined &&
      last.format.kind !== 'heading' &&
      last.format.quote === format.quote
    )
      last.content.push({ letters: ' ', marks: PLAIN }, ...readInlines(words))
    else blocks.push({ format, content: readInlines(words) })
    isOpen = format.kind !== 'heading'
  }
  return blocks
}

export const plainBlocks = (text: string): MarkdownBlock[] =>
  text
    .split(/(?:\r\n?|\n)+/)
    .map((letters) => ({ format: PARAGRAPH, content: letters === '' ? [] : [{ letters, marks: PLAIN }] }))

function readLine(line: string): { format: BlockFormat; words: string } {
  const [, quoted, rest = ''] = /^(> ?)?(.*)$/s.exec(line) ?? []
  const base: BlockFormat = { ...PARAGRAPH, quote: quoted !== undefined }
  const heading = /^(#{1,6}) +(.*?)(?: +#+)?$/.exec(rest)
  if (heading !== null)
    return {
      format: { ...base, kind: 'heading', level: (heading[1] ?? '').length > 2 ? 3 : 2 },
      words: heading[2] ?? '',
    }
  const item = /^([ \t]*)(?:[-*+]|(\d{1,6})[.)]) +(.*)$/.exec(rest)
  if (item === null) return { format: base, words: rest.trim() }
  const [, space = '', number, words = ''] = item
  const indent = Math.min(8, Math.floor(space.replaceAll('\t', '    ').length / 2))
  const start = number === undefined || number === '1' ? null : Number(number)
  return { format: { ...base, kind: number === undefined ? 'bullet' : 'ordered', indent, start }, words }
}

const PARTS =
  /\*\*([^*]+)\*\*|__([^_]+)__|~~([^~]+)~~|\*([^*\s][^*]*)\*|(?<![\p{L}\p{N}])_([^_\s][^_]*)_(?![\p{L}\p{N}])|\[([^[\]]+)\]\(([^()\s]+)\)/gu

function readInlines(words: string): MarkdownBlock['content'] {
  const content: MarkdownBlock['content'] = []
  const add = (letters: string | undefined, marks: Readonly<Marks>): void => {
    if (letters !== undefined && letters !== '') content.push({ letters, marks })
  }
  let at = 0
  for (const match of words.matchAll(PARTS)) {
    const [whole, bold, otherBold, strike, italic, otherItalic, linked, link = ''] = match
    add(words.slice(at, match.index), PLAIN)
    add(bold ?? otherBold, { ...PLAIN, bold: true })
    add(strike, { ...PLAIN, strike: true })
    add(italic ?? otherItalic, { ...PLAIN, italic: true })
    if (linked !== undefined) add(isSafeLink(link) ? linked : whole, isSafeLink(link) ? { ...PLAIN, link } : PLAIN)
    at = match.index + whole.length
  }
  add(words.slice(at), PLAIN)
  return content
}
