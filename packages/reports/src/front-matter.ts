/** What stands before the first heading or paragraph: the masthead, the title, and now and then text. */
import { removal, type Line } from './lines.ts'
import type { Removed } from './model.ts'
import { endsSentence } from './sentences.ts'
import { SYMBOL } from './symbols.ts'

export interface FrontMatter {
  title: Line[]
  /** ISO 8601 date, where the masthead has one. */
  date: string | null
  symbols: string[]
  removed: Removed[]
  /** Lines that are neither: an unnumbered text in front of the first heading. */
  text: Line[]
}

const MASTHEAD =
  /^(?:united nations|security council|general assembly|economic and social council|distr\.?:?.*|(?:original|language):.*|general|english|.*\b(?:session|year)$|agenda items? .*|please recycle.*|\(e\)|advance unedited.*)$/i
const MONTHS = 'January February March April May June July August September October November December'.split(' ')
const DATE = new RegExp(String.raw`\b(\d{1,2}) (${MONTHS.join('|')}) (\d{4})\b`)
const TITLE = /\b(?:reports?|letter|note|statement|recommendations|assessment|review)\b/i
const MAX_TITLE = 600

/** `structured`: headings or numbered paragraphs follow, so what is short and no sentence belongs to the title page. */
export function readFrontMatter(lines: readonly Line[], structured: boolean): FrontMatter {
  const blocks = blocksOf(lines)
  const mastheads = blocks.filter((block) => isMasthead(textOf(block)))
  const others = blocks.filter((block) => !mastheads.includes(block))
  const title = titleOf(others)
  const rest = others.filter((block) => block !== title)
  const isText = (block: Line[]): boolean =>
    !structured || endsSentence(textOf(block)) || textOf(block).length > MAX_TITLE
  const head = [...mastheads, ...rest.filter((block) => !isText(block))].flat().sort((a, b) => a.number - b.number)
  const texts = head.map(({ text }) => text.text)
  return {
    title: title ?? [],
    date: texts.map(isoDate).find((date) => date !== null) ?? null,
    symbols: texts.flatMap((text) => text.match(new RegExp(SYMBOL, 'g')) ?? []),
    removed: head.map((line) => removal(line, line.text, 'title page')),
    text: rest.filter(isText).flat(),
  }
}

/** "31 January 2018" → 2018-01-31. */
export function isoDate(text: string): string | null {
  const found = DATE.exec(text)
  if (found === null) return null
  const [, day = '', month = '', year = ''] = found
  return `${year}-${String(MONTHS.indexOf(month) + 1).padStart(2, '0')}-${day.padStart(2, '0')}`
}

function blocksOf(lines: readonly Line[]): Line[][] {
  const blocks: Line[][] = []
  for (const line of lines) {
    const last = blocks.at(-1)
    const before = last?.at(-1)
    const alone = isMasthead(line.text.text) || (before !== undefined && isMasthead(before.text.text))
    if (last === undefined || line.gapBefore || line.role?.kind === 'heading' || alone) blocks.push([line])
    else last.push(line)
  }
  return blocks
}

const textOf = (block: readonly Line[]): string => block.map(({ text }) => text.text).join(' ')

function isMasthead(text: string): boolean {
  const bare = text
    .replace(new RegExp(SYMBOL, 'g'), '')
    .replace(DATE, '')
    .replace(/[\s:,]+/g, ' ')
    .trim()
  return bare === '' || MASTHEAD.test(bare)
}

/** A marked heading, else the first block that names itself a report, else the first that is no sentence. */
function titleOf(blocks: Line[][]): Line[] | undefined {
  const short = blocks.filter((block) => textOf(block).length <= MAX_TITLE && !endsSentence(textOf(block)))
  const isMarked = ([first]: Line[]): boolean => first?.bold === true || first?.role?.kind === 'heading'
  return short.find(isMarked) ?? short.find((block) => TITLE.test(textOf(block))) ?? short[0]
}
