/** Everything that a backup holds, read from a running store one room, record or file at a time. */
import { contentHash, newId, parseRoom, type RoomId } from '@briefboard/protocol'
import { RoomMissing, StoreUnavailable, type Loaded, type Store } from '@briefboard/store'
import { oneAtATime } from '../document-memory.ts'
import { compactHistory, documentOf, memoryOfHistory, readHistory, type History } from '../history.ts'
import { decodeState } from '../state.ts'
import { VERSION } from '../version.ts'
import { FORM, type EndHead, type HeadOf, type Section } from './format.ts'
import { isKept, isNamedByDocuments, ROOM_ORDER, roomsOf } from './order.ts'

const NOTHING = new Uint8Array(0)

/** What is damaged goes to `onProblem`, in words, and the rest is in the sections. @throws StoreUnavailable */
export async function* sectionsOfStore(
  store: Store,
  now: Date,
  onProblem: (problem: string) => void,
): AsyncGenerator<Section> {
  const counts = { rooms: 0, records: 0, files: 0 }
  const counted = (section: Section): Section => {
    const { section: kind } = section.head
    if (kind === 'room') counts.rooms++
    if (kind === 'record') counts.records++
    if (kind === 'file') counts.files++
    return section
  }
  yield { head: await header(store, now), body: NOTHING }
  // The order matters: see order.ts.
  for await (const section of records(store, (kind) => !isNamedByDocuments(kind), onProblem)) yield counted(section)
  for await (const section of rooms(store, onProblem)) yield counted(section)
  for await (const section of records(store, isNamedByDocuments, onProblem)) yield counted(section)
  for await (const section of files(store)) yield counted(section)
  const end: EndHead = { section: 'end', ...counts }
  yield { head: end, body: NOTHING }
}

async function header(store: Store, now: Date): Promise<HeadOf<'backup'>> {
  return {
    ...{
      section: 'backup',
      form: FORM,
      id: newId(),
      version: VERSION,
      at: now.toISOString(),
      durability: store.durability,
    },
    boards: (await store.records.list('board')).length,
    rooms: (await store.log.rooms()).length,
    files: (await store.files.names()).length,
  }
}

async function* records(
  { records }: Store,
  isWanted: (kind: string) => boolean,
  onProblem: (problem: string) => void,
): AsyncGenerator<Section<HeadOf<'record'>>> {
  for (const kind of (await records.kinds()).filter((kind) => isKept(kind) && isWanted(kind))) {
    try {
      for (const { id, value } of await records.list(kind)) yield recordSection(kind, id, value)
    } catch (error) {
      onProblem(`The records of the kind ${kind} cannot be read and are left out (${wordsOf(error)}).`)
    }
  }
}

const recordSection = (kind: string, id: string, value: unknown): Section<HeadOf<'record'>> => ({
  head: { section: 'record', kind, id },
  body: Buffer.from(JSON.stringify(value)),
})

async function* rooms(store: Store, onProblem: (problem: string) => void): AsyncGenerator<Section<HeadOf<'room'>>> {
  for (const room of (await store.log.rooms()).filter((room) => parseRoom(room) === null))
    onProblem(`${room} is no document's name and is left out.`)
  for (const kind of ROOM_ORDER) {
    // Listed anew for each kind: a card that the board's view names may have got its room a moment ago.
    for (const room of roomsOf(kind, await store.log.rooms())) {
      try {
        const section = await roomSection(store, room)
        if (section === null) continue
        for (const damage of section.head.damage) onProblem(`${room}: ${damage} The rest of it is in the backup.`)
        yield section
      } catch (error) {
        onProblem(`${room} cannot be read and is left out. ${wordsOf(error)}`)
      }
    }
  }
}

/** Null if the room was removed meanwhile. */
async function roomSection(store: Store, room: RoomId): Promise<Section<HeadOf<'room'>> | null> {
  const loaded = await loadIfThere(store, room)
  if (loaded === null) return null
  const history = await readHistory(loaded)
  // One that is too heavy is left out in words; it must not end the process, and with it the rest of the backup.
  await oneAtATime.take(await memoryOfHistory(history))
  const damage = [...loaded.damage.map(({ reason }) => reason), ...unreadIn(history)]
  const state = await compactHistory(history, ({ structs }) => damage.push(`${structs} part(s) cannot be applied.`))
  const hash = await hashOf(history.pieces)
  // Read back before it is relied on: a backup that says something else is found now, not when it is needed.
  if ((await hashOf(decodeState(state).pieces)) !== hash) throw new Error('What was read does not read back the same.')
  return { head: { section: 'room', room, hash, damage }, body: state }
}

const unreadIn = ({ leftOut }: History): string[] =>
  leftOut.filter(({ why }) => why === 'malformed').map(({ position }) => `Entry ${position} cannot be read.`)

async function loadIfThere(store: Store, room: RoomId): Promise<Loaded | null> {
  try {
    return await store.log.load(room)
  } catch (error) {
    if (error instanceof RoomMissing) return null
    throw error
  }
}

/** The content hash of a document in pieces. */
export async function hashOf(pieces: Uint8Array[]): Promise<string> {
  const doc = await documentOf({ pieces })
  try {
    return contentHash(doc)
  } finally {
    doc.destroy()
  }
}

async function* files({ files }: Store): AsyncGenerator<Section<HeadOf<'file'>>> {
  for (const name of await files.names()) {
    const body = await files.get(name)
    if (body !== null) yield { head: { section: 'file', name }, body }
  }
}

/** A store that is away is no damage: the backup ends there. */
function wordsOf(error: unknown): string {
  if (error instanceof StoreUnavailable) throw error
  return error instanceof Error ? error.message : String(error)
}
