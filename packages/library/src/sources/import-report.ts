/** Brings a document that was read to a board, and takes it off again. */
import { readBoard, type Report } from '@briefboard/board'
import { boardRoom, newId, Refusal, type BoardId, type ImportFact } from '@briefboard/protocol'
import { identityWarnings, type ReadReport } from '@briefboard/reports'
import type { Store } from '@briefboard/store'
import type { WithDocument } from '../boards.ts'
import type { Doer } from '../people.ts'
import { turns } from '../turns.ts'
import { identityOf, symbolOf, type GivenIdentity, type ReadDocument } from './document-identity.ts'
import {
  factOf,
  putImport,
  readImport,
  readText,
  takeImport,
  writeText,
  type ImportRecord,
  type StoredImport,
  type VersionedImport,
} from './import-record.ts'
import { reportOf } from './report-of-document.ts'
import { readReportsByOrigin } from './reports.ts'

export interface BroughtDocument extends ReadDocument {
  file: ImportFact['file']
}

export interface ImportGround {
  store: Store
  withDocument: WithDocument
  /** An existing one. */
  board: BoardId
}

export interface ImportOrder {
  given: GivenIdentity
  /** Whether it may take the place of an earlier import of the same symbol. */
  replace: boolean
  by: Doer
  now: Date
}

export interface Imported {
  fact: ImportFact
  /** As it is kept. */
  read: ReadReport
  /** Whether the board has a report of its own of this symbol, with digests. */
  hasOwnReport: boolean
}

/** @throws Refusal bad-symbol, symbol-needed, symbol-differs, identity-needed, report-exists; nothing is changed then */
export async function importReport(
  ground: ImportGround,
  document: BroughtDocument,
  order: ImportOrder,
): Promise<Imported> {
  const { store, board } = ground
  // A long report takes some milliseconds in each step: others have their turn between them.
  const pause = turns(0)
  await pause()
  const { own, all: reports } = await readReportsByOrigin(store, board)
  await pause()
  const { symbol, warnings } = symbolOf(document, order.given, reports)
  const before = await readImport(store, board, symbol)
  if (before.record !== null && !order.replace) throw alreadyThere(before.record.current, document)
  const hasOwnReport = own.some((one) => one.symbol === symbol)
  const report = hasOwnReport
    ? null
    : await reportToBring(ground, document.read, { symbol, reports, given: order.given })
  await pause()
  const read: ReadReport = { ...document.read, symbol, warnings: [...warnings, ...unanswered(document.read)] }
  const made: StoredImport = {
    ...{ id: newId(), symbol, file: document.file, by: { id: order.by.id, name: order.by.name } },
    ...{ at: order.now.toISOString(), text: await writeText(store, board, read), report },
  }
  const record = { current: made, replaced: before.record?.current ?? null }
  await pause()
  // Somebody else may have been faster: what they brought is looked at first.
  if (!(await keep(store, board, record, before))) return importReport(ground, document, order)
  return { fact: factOf(record), read, hasOwnReport }
}

/**
 * Undoes the newest import of the symbol, or none if that is not `meant`, by its id; gives the one that it brings back,
 * if any. @throws Refusal no-such-import, import-changed
 */
export async function undoImport(
  store: Store,
  board: BoardId,
  symbol: string,
  meant?: string,
): Promise<ImportFact | null> {
  const before = await readImport(store, board, symbol)
  if (before.record === null) throw new Refusal('no-such-import', symbol)
  const { current, replaced } = before.record
  if (meant !== undefined && current.id !== meant) throw new Refusal('import-changed', inWords(current))
  // A backup may have been made while what had been replaced was removed.
  const isWhole = replaced !== null && (await readText(store, replaced)) !== null
  const { version, record } = before
  const isDone = isWhole
    ? await putImport(store, board, { version, record: { current: replaced, replaced: null } })
    : await takeImport(store, board, { version, record })
  // Whoever was faster may have brought another, which nobody wants undone.
  if (!isDone) return undoImport(store, board, symbol, current.id)
  await removeTexts(store, isWhole ? [current] : [current, replaced])
  return isWhole ? factOf({ current: replaced, replaced: null }) : null
}

/** What a reading asks of the person who brings it is answered by now. */
function unanswered(read: ReadReport): string[] {
  const asked = new Set(identityWarnings(read, read.guess))
  return read.warnings.filter((warning) => !asked.has(warning))
}

/** The text is there and nothing names it yet: the record makes it an import, or the text goes. */
async function keep(store: Store, board: BoardId, record: ImportRecord, before: VersionedImport): Promise<boolean> {
  const { current } = record
  try {
    const isKept = await putImport(store, board, { version: before.version, record })
    await removeTexts(store, [isKept ? (before.record?.replaced ?? null) : current])
    return isKept
  } catch (error) {
    // A write that failed may have reached the store all the same: no record may be left without its text.
    const there = await readImport(store, board, current.symbol).catch(() => null)
    const named = [there?.record?.current.id, there?.record?.replaced?.id]
    if (there !== null && !named.includes(current.id)) await removeTexts(store, [current])
    throw error
  }
}

function alreadyThere(there: StoredImport, { file }: BroughtDocument): Refusal {
  const when = inWords(there)
  return there.file.sha256 === file.sha256
    ? new Refusal('report-exists', `It is this very document: ${when}`, { why: 'same-document' })
    : new Refusal('report-exists', `${when} Replace it, or give this one a symbol of its own.`, {
        why: 'other-document',
      })
}

const inWords = ({ symbol, file, by, at }: StoredImport): string =>
  `“${file.name}” was brought as ${symbol} by ${by.name} on ${at.slice(0, 10)}.`

/** For a board that has none of its own, which would stay as it is. */
async function reportToBring(
  { withDocument, board: id }: ImportGround,
  read: ReadReport,
  { symbol, reports, given }: { symbol: string; reports: readonly Report[]; given: GivenIdentity },
): Promise<Report> {
  const brought = reports.find((report) => report.symbol === symbol)
  const identity = identityOf(read, given, brought)
  const board = await withDocument(boardRoom(id), (doc) => readBoard(id, doc).value)
  return reportOf(read, { symbol, identity, board, reports: reports.filter((report) => report !== brought) })
}

/** What cannot be removed now takes space and is named by nothing; the doctor tells of it. */
async function removeTexts({ files }: Store, imports: readonly (StoredImport | null)[]): Promise<void> {
  await Promise.allSettled(imports.flatMap((one) => (one === null ? [] : [files.remove(one.text.name)])))
}
