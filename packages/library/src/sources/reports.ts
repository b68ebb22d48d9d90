/** The reports of a board: its own, with digests, and those that came with an imported document. */
import type { Report } from '@briefboard/board'
import type { BoardId } from '@briefboard/protocol'
import type { Store } from '@briefboard/store'
import { listImports } from './import-record.ts'

const reportsOf = (board: BoardId): string => `report/${board}`

/** By date, oldest first. */
export async function readReports(store: Store, board: BoardId): Promise<Report[]> {
  return (await readReportsByOrigin(store, board)).all
}

/** `own`: those that the board has without an import. */
export async function readReportsByOrigin(store: Store, board: BoardId): Promise<{ own: Report[]; all: Report[] }> {
  const records = await store.records.list(reportsOf(board))
  // Written by this program alone, from validated seeds.
  const own = records.map(({ value }) => value as Report)
  const symbols = new Set(own.map(({ symbol }) => symbol))
  const brought = (await listImports(store, board)).flatMap(({ current }) => current.report ?? [])
  const all = [...own, ...brought.filter(({ symbol }) => !symbols.has(symbol))].toSorted(
    (a, b) => a.date.localeCompare(b.date) || a.symbol.localeCompare(b.symbol),
  )
  return { own, all }
}

export async function putReport(store: Store, board: BoardId, report: Report): Promise<void> {
  await store.records.put(reportsOf(board), report.symbol, report)
}
