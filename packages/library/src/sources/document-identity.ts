/** Which report a document is: what it says of itself, what the person who brings it says, and what is asked of them. */
import type { Report } from '@briefboard/board'
import { Refusal, type ImportFields, type ImportQuestion } from '@briefboard/protocol'
import { normalizeSymbol, type ReadReport } from '@briefboard/reports'

/** As `ImportFields` in protocol has it. */
const LONGEST_TITLE = 500

export type GivenIdentity = Pick<ImportFields, 'symbol' | 'title' | 'date' | 'number'>

export interface ReadDocument {
  /** Read with the given symbol, if one was given. */
  read: ReadReport
  /** The symbol by which the document itself goes. */
  ownSymbol: string | null
}

export interface Identity {
  title: string
  /** ISO 8601 date. */
  date: string
  number: number
}

/** A symbol as a person typed it, in its written form. @throws Refusal bad-symbol */
export function givenSymbol(typed: string | undefined): string | undefined {
  if (typed === undefined) return undefined
  const symbol = normalizeSymbol(typed)
  if (symbol === null) throw new Refusal('bad-symbol', `It was “${typed}”.`)
  return symbol
}

/**
 * A given symbol goes before the document's own, which may have been misread, with a warning; but not where the
 * document's own is that of another report on the board: then it is almost surely the wrong file.
 * @throws Refusal bad-symbol, symbol-needed, symbol-differs
 */
export function symbolOf(
  { read, ownSymbol }: ReadDocument,
  given: GivenIdentity,
  reports: readonly Report[],
): { symbol: string; warnings: string[] } {
  const typed = givenSymbol(given.symbol)
  const symbol = typed ?? ownSymbol
  if (symbol === null) throw new Refusal('symbol-needed', guessInWords(read), { question: questionOf(read, given) })
  if (typed === undefined || ownSymbol === null || ownSymbol === typed) return { symbol, warnings: [] }
  if (reports.some((report) => report.symbol === ownSymbol))
    throw new Refusal(
      'symbol-differs',
      `It names itself ${ownSymbol}, a report that is on this board, and was brought as ${typed}. Look whether it is the right file; without a symbol it comes in as ${ownSymbol}.`,
    )
  const warning = `The document names itself ${ownSymbol}. It was brought as ${typed}, as it was given; undo this import if that is wrong.`
  return { symbol, warnings: [warning] }
}

/** `known`: the report of this symbol that came with an earlier import. @throws Refusal identity-needed */
export function identityOf(read: ReadReport, given: GivenIdentity, known: Report | undefined): Identity {
  const title = given.title ?? ownTitle(read) ?? known?.title ?? null
  const date = given.date ?? read.date ?? known?.date ?? null
  if (title === null || date === null)
    throw new Refusal('identity-needed', missingInWords({ title, date }), { question: questionOf(read, given) })
  // A guess about a document whose symbol is certain is what is known of that report of its series.
  return { title, date, number: given.number ?? read.number ?? known?.number ?? read.guess.number ?? 0 }
}

const questionOf = (read: ReadReport, given: GivenIdentity): ImportQuestion => ({
  symbol: given.symbol ?? read.symbol ?? read.guess.symbol,
  title: given.title ?? ownTitle(read),
  date: given.date ?? read.date ?? read.guess.date,
  number: given.number ?? read.number ?? read.guess.number,
})

/** What is longer than anybody may type is no title, but text that was taken for one. */
const ownTitle = ({ title }: ReadReport): string | null =>
  title === null || title.length > LONGEST_TITLE ? null : title

function guessInWords({ guess: { symbol, date } }: ReadReport): string | undefined {
  if (symbol === null) return undefined
  return `By its title it may be ${symbol}${date === null ? '' : ` of ${date}`}.`
}

function missingInWords({ title, date }: { title: string | null; date: string | null }): string {
  const missing = [title === null ? 'title' : '', date === null ? 'date' : ''].filter((word) => word !== '')
  return `What is missing is its ${missing.join(' and its ')}.`
}
