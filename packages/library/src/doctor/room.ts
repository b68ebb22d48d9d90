/** Examines one room, piece by piece, as it lies in the store; and reads it as a server would. (S6, S7) */
import { Malformed, scanUpdate, type RoomId } from '@briefboard/protocol'
import type { Entry, Inspection, Piece } from '@briefboard/store'
import type * as Y from 'yjs'
import { DocumentTooSlow, SLOW_MS } from '../build-document.ts'
import { memoryForDocuments, USUAL_DOCUMENT_MEMORY } from '../document-memory.ts'
import { built, memoryOfHistory, readHistory, type History } from '../history.ts'
import { readUpdate } from '../read-update.ts'
import { decodeState } from '../state.ts'
import type { Tell } from './finding.ts'
import { loadedFrom, soundEntries } from './pieces.ts'
import { compareSnapshots } from './snapshots.ts'

/** The room's document, to be destroyed by the caller; null if it cannot be read. */
export async function examineRoom(room: RoomId, inspection: Inspection, tell: Tell): Promise<Y.Doc | null> {
  const { pieces, quarantined } = inspection
  const snapshots = pieces.filter(({ kind }) => kind === 'snapshot')
  const entries = pieces.filter(({ kind }) => kind === 'entry')
  for (const { position, problem } of snapshots) if (problem !== null) tell('snapshot-damaged', room, problem, position)
  const usable = snapshots.filter((piece) => piece.problem === null && isReadable(room, piece, tell))
  const newest = usable.at(-1)?.position ?? 0
  for (const entry of entries) examineEntry(room, entry, { newest, last: inspection.position }, tell)
  if (quarantined > 0) tell('quarantined', room, `${quarantined} damaged piece(s) lie in the quarantine.`)
  // One that is sound and cannot be read keeps the room shut, whatever else is there.
  if (snapshots.some((piece) => piece.problem === null && !usable.includes(piece))) return null
  if (await isTooHeavy(room, usable.at(-1), entries, tell)) return null
  try {
    await compareSnapshots(room, usable, entries, tell)
  } catch (error) {
    if (!(error instanceof DocumentTooSlow)) throw error
    tell('room-slow', room, `Its snapshots were not compared. ${error.message}`)
  }
  return readAsServer(room, usable.at(-1), entries, tell)
}

function isReadable(room: RoomId, { position, content }: Piece, tell: Tell): boolean {
  try {
    for (const piece of decodeState(content).pieces) readUpdate(piece)
    return true
  } catch (error) {
    const code = error instanceof Malformed ? 'snapshot-malformed' : 'snapshot-form'
    tell(code, room, wordsOf(error), position)
    return false
  }
}

function examineEntry(
  room: RoomId,
  { position, problem, at, bytes, content }: Piece,
  { newest, last }: { newest: number; last: number },
  tell: Tell,
): void {
  if (position > last) return tell('entry-foreign', room, 'Behind the end of the log lies something else.', position)
  if (problem !== null) {
    const code = bytes > 0 || at !== null ? 'entry-damaged' : 'entry-missing'
    return tell(position <= newest ? 'entry-covered' : code, room, problem, position)
  }
  // Those after the newest snapshot are judged when the room is read.
  if (position > newest) return
  try {
    readUpdate(content)
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    tell('entry-malformed', room, error.message, position)
  }
}

/** Tells of a document that takes more memory than one should; true if it cannot even be built here. */
async function isTooHeavy(
  room: RoomId,
  base: Piece | undefined,
  pieces: readonly Piece[],
  tell: Tell,
): Promise<boolean> {
  const memory = await memoryOfHistory(await readHistory(loadedFrom(base, soundEntries(pieces, base?.position ?? 0))))
  if (memory <= USUAL_DOCUMENT_MEMORY) return false
  const isBeyond = memory > memoryForDocuments()
  const words = `While it is open it takes some ${Math.ceil(memory / 1024 / 1024)} MB of memory.`
  tell('room-heavy', room, isBeyond ? `${words} That is more than there is here, so it was not looked into.` : words)
  return isBeyond
}

async function readAsServer(
  room: RoomId,
  base: Piece | undefined,
  pieces: readonly Piece[],
  tell: Tell,
): Promise<Y.Doc | null> {
  const entries = soundEntries(pieces, base?.position ?? 0)
  try {
    const history = await readHistory(loadedFrom(base, entries))
    tellLeftOut(room, history, entries, tell)
    const { doc, excessMs } = await built(history, {
      onUnusable: ({ structs, cause }) =>
        tell('room-unusable', room, `${structs} part(s) cannot be applied (${wordsOf(cause)}).`),
    })
    if (excessMs > SLOW_MS) tell('room-slow', room, `To build it took ${Math.round(excessMs)} ms more than it should.`)
    return doc
  } catch (error) {
    tell('room-unreadable', room, wordsOf(error))
    return null
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

function tellLeftOut(room: RoomId, { leftOut, ledger }: History, entries: readonly Entry[], tell: Tell): void {
  for (const { position, author, why } of leftOut) {
    const update = entries.find((entry) => entry.position === position)?.update
    const cameLater = why === 'gap' && update !== undefined && !ledger.isNews(scanUpdate(update))
    const by = author === '' ? 'the server' : author
    tell(cameLater ? 'entry-gap-closed' : `entry-${why}`, room, `${SAYS[why]} It was written by ${by}.`, position)
  }
}

const SAYS = {
  malformed: 'This entry is no update of Yjs.',
  gap: 'Something before this entry is missing.',
  'not-yours': 'This entry writes under a client id that belongs to somebody else.',
}
