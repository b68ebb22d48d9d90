/**
 * The record of a document that was brought to a board. Its text is a file, written before the record that names it and
 * removed after the last one that does; so a record is the whole import, and without it there is none.
 */
import { newId, type BoardId, type ImportFact } from '@briefboard/protocol'
import type { Report, Steps } from '@briefboard/board'
import type { ReadReport } from '@briefboard/reports'
import type { Store } from '@briefboard/store'
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { jsonPieces } from '../json-in-turns.ts'
import { parseSteps } from '../parse-in-turns.ts'
import { inTurns } from '../turns.ts'

const KIND = 'import'
const kindOf = (board: BoardId): string => `${KIND}/${board}`

const StoredImport = z.object({
  id: z.string(),
  symbol: z.string(),
  file: z.object({ name: z.string(), bytes: z.number(), sha256: z.string() }),
  by: z.object({ id: z.string(), name: z.string() }),
  at: z.string(),
  /** The document as it was read: a file of the store. */
  text: z.object({ name: z.string(), bytes: z.number(), sha256: z.string() }),
  /** The report that came with it, where the board has none of its own; it goes with it, too. */
  report: z.custom<Report>((value) => typeof value === 'object' && value !== null && 'paragraphs' in value).nullable(),
})
export type StoredImport = z.infer<typeof StoredImport>

/** Under the symbol of both. */
export const ImportRecord = z.object({
  current: StoredImport,
  /** What it stands in the place of, until that is replaced again. */
  replaced: StoredImport.nullable(),
})
export type ImportRecord = z.infer<typeof ImportRecord>

/** A record with the version that a change of it must expect; 0 and no imports where there is none. */
export interface VersionedImport {
  version: number
  record: ImportRecord | null
}

export async function readImport({ records }: Store, board: BoardId, symbol: string): Promise<VersionedImport> {
  const found = await records.get(kindOf(board), symbol)
  return found === null
    ? { version: 0, record: null }
    : { version: found.version, record: ImportRecord.parse(found.value) }
}

/** In order of symbol. What is not of its form is left out; the doctor tells of it. */
export async function listImports({ records }: Store, board: BoardId): Promise<ImportRecord[]> {
  const found = await records.list(kindOf(board))
  return found.flatMap(({ value }) => {
    const record = ImportRecord.safeParse(value)
    return record.success ? [record.data] : []
  })
}

/** False, and nothing written, if somebody else was faster. */
export function putImport(
  { records }: Store,
  board: BoardId,
  { version, record }: { version: number; record: ImportRecord },
): Promise<boolean> {
  return records.put(kindOf(board), record.current.symbol, record, version)
}

/** False, and nothing removed, if somebody else was faster. */
export async function takeImport(
  { records }: Store,
  board: BoardId,
  { version, record }: { version: number; record: ImportRecord },
): Promise<boolean> {
  return (await records.take(kindOf(board), record.current.symbol, version)) !== null
}

/** What people are told of it. */
export function factOf({ current, replaced }: ImportRecord): ImportFact {
  const { id, symbol, file, by, at } = current
  return { id, symbol, file, by, at, replaces: replaced !== null }
}

export async function writeText(store: Store, board: BoardId, read: ReadReport): Promise<StoredImport['text']> {
  const bytes = Buffer.concat(await inTurns(bytesSteps(read)))
  const name = `report/${board}/${newId()}.json`
  await store.files.put(name, bytes)
  return { name, bytes: bytes.byteLength, sha256: await inTurns(hashSteps(bytes)) }
}

function* bytesSteps(read: ReadReport): Steps<Buffer[]> {
  const pieces: Buffer[] = []
  for (const piece of jsonPieces(read)) {
    pieces.push(Buffer.from(piece))
    yield
  }
  return pieces
}

/** Null if the file is gone or damaged: the digests are shown without it, and the doctor tells of it. */
export async function readText(store: Store, { text }: StoredImport): Promise<ReadReport | null> {
  const bytes = await store.files.get(text.name)
  if (bytes === null || (await inTurns(hashSteps(bytes))) !== text.sha256) return null
  // Written by `writeText` alone, as its checksum says.
  return (await inTurns(parseSteps(bytes))) as ReadReport
}

/** A millisecond. */
const HASHED_AT_ONCE = 1024 * 1024

function* hashSteps(bytes: Uint8Array): Steps<string> {
  const hash = createHash('sha256')
  for (let at = 0; at < bytes.length; at += HASHED_AT_ONCE) {
    hash.update(bytes.subarray(at, at + HASHED_AT_ONCE))
    yield
  }
  return hash.digest('hex')
}
