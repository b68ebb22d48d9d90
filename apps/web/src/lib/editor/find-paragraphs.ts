/** Finds the paragraph to cite among the board's reports: by symbol, by number, by words of what it says. */
import type { Citation, Report } from '@briefboard/board'

export interface Found {
  citation: Citation
  digest: string
  /** ISO date of the report. */
  date: string
  heading: string
}

const MOST = 60

/**
 * Every word of the query has to fit. First what its symbol speaks for, then newest report first, in the order of its
 * paragraphs. `76b` means a sub-paragraph.
 */
export function findParagraphs(reports: readonly Report[], query: string, most = MOST): Found[] {
  const words = query
    .toLowerCase()
    .replace(/[¶,]|\bparas?\.?/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '')
  const named = ({ symbol }: Report): number => words.filter((word) => namesSymbol(word, symbol)).length
  return reports
    .toSorted((a, b) => named(b) - named(a) || b.date.localeCompare(a.date))
    .flatMap((report) => candidatesOf(report, words))
    .slice(0, most)
}

function candidatesOf(report: Report, words: readonly string[]): Found[] {
  return report.paragraphs.flatMap(({ number, section, digest, subparagraphs }) => {
    const heading = report.sections.find(({ id }) => id === section)?.heading ?? ''
    const text = `${digest} ${heading} ${report.date.slice(0, 4)}`.toLowerCase()
    const subs = new Set<string | undefined>()
    for (const word of words) {
      const sub = subNamed(word, number, subparagraphs)
      if (sub !== undefined) subs.add(sub)
      else if (!fits(word, report.symbol, number, text)) return []
    }
    const chosen = subs.size > 0 ? [...subs] : [undefined]
    return chosen.map((sub) => ({
      citation: { symbol: report.symbol, paragraph: number, ...(sub === undefined ? {} : { sub }) },
      ...{ digest, date: report.date, heading },
    }))
  })
}

/** A bare number is a paragraph's, never part of a text. */
function fits(word: string, symbol: string, number: number, text: string): boolean {
  if (/^\d{1,3}$/.test(word)) return Number(word) === number
  if (namesSymbol(word, symbol)) return true
  const at = text.indexOf(word)
  return at >= 0 && (startsWord(text, at) || text.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(word)))
}

/** `2018/80` or `2018`, not a lone letter of it. */
const namesSymbol = (word: string, symbol: string): boolean => word.length > 1 && symbol.toLowerCase().includes(word)

const startsWord = (text: string, at: number): boolean => at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '')

function subNamed(word: string, number: number, subparagraphs: readonly string[]): string | undefined {
  const [, paragraph, sub] = /^(\d{1,3})\(?([a-z])\)?$/.exec(word) ?? []
  return Number(paragraph) === number && sub !== undefined && subparagraphs.includes(sub) ? sub : undefined
}
