/** The reports of a board: its own, with digests, and those that came with an imported document. */
import type { Report } from '@briefboard/board'
import type { BoardId } from '@briefboard/protocol'
import type { Store } from '@briefboard/store'
import { listImports } from './import-record.ts'

const reportsOf = (board: BoardId): string => `report/${board}`

/** By date, oldest first. */
export async function readReports(store: Store, board: BoardId): Promise<Report[]> {
  const own = await readOwnReports(store, board)
  const symbols = new Set(own.map(({ symbol }) => symbol))
  const brought = (await listImports(store, board)).flatMap(({ current }) => current.report ?? [])
  return [...own, ...brought.filter(({ symbol }) => !symbols.has(symbol))].toSorted(
    (a, b) => a.date.localeCompare(b.date) || a.symbol.localeCompare(b.symbol),
  )
}

export async function readOwnReports(store: Store, board: BoardId): Promise<Report[]> {
  const records = await store.records.list(reportsOf(board))
  // Written by this program alone, from validated seeds.
  return records.map(({ value }) => value as Report)
}

export async function putReport(store: Store, board: BoardId, report: Report): Promise<void> {
  await store.records.put(reportsOf(board), report.symbol, report)
}
