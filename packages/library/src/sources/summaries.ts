/** What is told of a board's reports: all of them in a line each, and one of them whole. */
import {
  citationKey,
  citingSteps,
  type Board,
  type CitingByParagraph,
  type Report,
  type Steps,
} from '@briefboard/board'
import { Refusal, type BoardId, type ImportFact, type ReportSummary } from '@briefboard/protocol'
import { normalizeSymbol, type ReadReport } from '@briefboard/reports'
import type { Store } from '@briefboard/store'
import type { WholeBoard } from '../boards.ts'
import { inTurns, turns } from '../turns.ts'
import { factOf, listImports, readImport, readText } from './import-record.ts'

/** In the order of the board's reports: by date, oldest first. */
export async function summarizeReports(
  store: Store,
  { board, reports }: Pick<WholeBoard, 'board' | 'reports'>,
  id: BoardId,
): Promise<ReportSummary[]> {
  const imports = new Map((await listImports(store, id)).map((one) => [one.current.symbol, factOf(one)]))
  return inTurns(summarySteps(board, reports, imports))
}

/** As `StoredReport` in protocol, which knows no domain. */
export interface WholeReport {
  summary: ReportSummary
  report: Report
  text: ReadReport | null
  imported: ImportFact | null
}

/** `symbol` as a person may type it. @throws Refusal no-such-report */
export async function readWholeReport(
  store: Store,
  { board, reports }: Pick<WholeBoard, 'board' | 'reports'>,
  id: BoardId,
  symbol: string,
): Promise<WholeReport> {
  const report = reportNamed(reports, symbol)
  if (report === undefined) throw new Refusal('no-such-report', symbol)
  const { record } = await readImport(store, id, report.symbol)
  const imported = record === null ? null : factOf(record)
  const text = record === null ? null : await readText(store, record.current)
  const { byParagraph } = await inTurns(citingSteps(board))
  return { summary: await inTurns(summaryOf(report, byParagraph, imported)), report, text, imported }
}

/**
 * The imported documents of a board, as they were read, with their symbols: one at a time, since each takes some
 * milliseconds and some megabytes.
 */
export async function* eachText(store: Store, board: BoardId): AsyncGenerator<[symbol: string, text: ReadReport]> {
  const rest = turns()
  for (const { current } of await listImports(store, board)) {
    const text = await readText(store, current)
    if (text !== null) yield [current.symbol, text]
    await rest()
  }
}

/** The text of each numbered paragraph, to be shown beside the digest of the same number. */
export function paragraphTexts({ paragraphs }: Pick<ReadReport, 'paragraphs'>): Map<number, string> {
  const texts = new Map<number, string>()
  for (const { number, text } of paragraphs) if (number !== null && !texts.has(number)) texts.set(number, text)
  return texts
}

function reportNamed(reports: readonly Report[], typed: string): Report | undefined {
  const symbols = [typed, normalizeSymbol(typed)]
  return reports.find(({ symbol }) => symbols.includes(symbol))
}

function* summarySteps(
  board: Board,
  reports: readonly Report[],
  imports: ReadonlyMap<string, ImportFact | null>,
): Steps<ReportSummary[]> {
  const { byParagraph } = yield* citingSteps(board)
  const summaries: ReportSummary[] = []
  for (const report of reports)
    summaries.push(yield* summaryOf(report, byParagraph, imports.get(report.symbol) ?? null))
  return summaries
}

function* summaryOf(
  { symbol, title, series, number, date, url, paragraphs }: Report,
  citing: CitingByParagraph,
  imported: ImportFact | null,
): Steps<ReportSummary> {
  let cited = 0
  for (const paragraph of paragraphs) {
    yield
    if (citing.has(citationKey({ symbol, paragraph: paragraph.number }))) cited++
  }
  return {
    ...{ symbol, title, series, number, date, url, imported, cited },
    paragraphs: paragraphs.length,
    hasDigests: paragraphs.some(({ digest }) => digest !== ''),
  }
}
