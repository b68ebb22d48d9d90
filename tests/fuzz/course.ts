/** A seeded storm of frames against a running server, with honest people writing in the same rooms meanwhile. */
import { invite, readDocument } from '@briefboard/library'
import { BoardId, CardId, cardRoom, contentHash, type RoomId } from '@briefboard/protocol'
import { openLmdbStore, type Store } from '@briefboard/store'
import {
  openClient,
  seededRandom,
  startServer,
  tempFolder,
  until,
  type Random,
  type ServerProcess,
} from '@briefboard/testkit'
import * as Y from 'yjs'
import { unexplained } from '../chaos/faults.ts'
import { openLedger, type Ledger } from '../chaos/ledger.ts'
import { startWriter, type Writer } from '../chaos/writer.ts'
import { openAttacker, type Attacker } from './attacker.ts'

const BOARD = BoardId.parse('isil-2016-2018')
/** A room is used for so many frames, then looked at and left. */
const FRAMES_A_ROOM = 10_000
const FRAMES_AT_ONCE = 50
const ATTACKERS = 3
const WRITERS = 3
const SETTLE_MS = 30_000

export interface FuzzReport {
  frames: number
  saved: number
  seconds: number
  /** In words; empty if all is well. */
  problems: string[]
}

export interface FuzzOptions {
  seed: number
  frames: number
  onRoom: (line: string) => void
}

interface Place {
  server: ServerProcess
  dataDir: string
  honest: string
  hostile: string
}

/** Ends at the first room in which something is wrong. */
export async function runFuzz({ seed, frames, onRoom }: FuzzOptions): Promise<FuzzReport> {
  const began = performance.now()
  await using folder = await tempFolder()
  const settings = { PORT: '0', DATA_DIR: folder.path, MAX_UPDATES_PER_SECOND: '0', MAX_ROOMS_PER_PERSON: '0' }
  const server = await startServer(settings)
  const report: FuzzReport = { frames: 0, saved: 0, seconds: 0, problems: [] }
  try {
    const tokens = await withStore(folder.path, ({ records }) =>
      Promise.all(
        ['Honest', 'Hostile'].map(async (name) => (await invite(records, { name, role: 'editor' }, new Date())).token),
      ),
    )
    const place: Place = { server, dataDir: folder.path, honest: tokens[0] ?? '', hostile: tokens[1] ?? '' }
    for (let room = 0; report.frames < frames && report.problems.length === 0; room++) {
      const count = Math.min(FRAMES_A_ROOM, frames - report.frames)
      const { saved, problems } = await fuzzRoom(place, `fuzz-${room}`, count, seededRandom(seed + room))
      report.frames += count
      report.saved += saved
      report.problems = problems
      onRoom(
        `room ${room}: ${report.frames} frames, ${report.saved} honest edits saved, ${problems.length === 0 ? 'all well' : 'NOT well'}`,
      )
    }
  } finally {
    await server.kill('SIGKILL')
  }
  report.seconds = (performance.now() - began) / 1000
  return report
}

async function fuzzRoom(
  place: Place,
  name: string,
  frames: number,
  random: Random,
): Promise<{ saved: number; problems: string[] }> {
  const room = cardRoom(BOARD, CardId.parse(name))
  const ledger = openLedger()
  const url = place.server.url
  const writers = Array.from({ length: WRITERS }, (_, number) =>
    startWriter({ number, room, url, token: place.honest, random, ledger, restMs: 30, deletions: 0, reloads: true }),
  )
  const neighbour = (): Y.Doc => writers[0]?.doc ?? new Y.Doc()
  const problems: string[] = []
  let attackers: Attacker[] = []
  try {
    await until('the honest ones have begun', () => ledger.counts().saved > 0)
    const options = { url, room, token: place.hostile, random, neighbour }
    attackers = await Promise.all(Array.from({ length: ATTACKERS }, () => openAttacker(options)))
    await storm(attackers, writers, frames)
    await Promise.all(writers.map((writer) => writer.finish()))
    problems.push(...(await lookAt(place, room, writers, ledger)))
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error), ...writers.map((writer) => writer.state()))
  } finally {
    for (const one of [...writers, ...attackers]) one.close()
  }
  return { saved: ledger.counts().saved, problems: [...problems, ...faultsOf(place.server)] }
}

async function storm(attackers: readonly Attacker[], writers: readonly Writer[], frames: number): Promise<void> {
  for (let left = frames; left > 0;) {
    const doc = writers[0]?.doc ?? new Y.Doc()
    const updates = writers.flatMap((writer, at) => heardOf(writer, writers[(at + 1) % writers.length]))
    const hostile = attackers.map(({ client }) => client)
    // Those of whom others can know: an id that nobody has heard of yet belongs to whoever is first.
    const honest = writers.flatMap(({ clients, doc }) => clients.filter((client) => Y.getState(doc.store, client) > 0))
    const shares = attackers.map((_, index) => Math.min(FRAMES_AT_ONCE, Math.max(0, left - index * FRAMES_AT_ONCE)))
    await Promise.all(
      attackers.map((attacker, index) => attacker.attack(shares[index] ?? 0, { doc, updates, hostile, honest })),
    )
    left -= shares.reduce((sum, share) => sum + share, 0)
  }
}

/**
 * What an honest one wrote last, as another has heard of it by now: whoever repeats it says nothing new. What nobody has
 * heard of yet, no attacker can know either; to be first with it would be to take its client id.
 */
function heardOf(writer: Writer, other: Writer | undefined): Uint8Array[] {
  const client = writer.doc.clientID
  const clock = other === undefined ? 0 : Y.getState(other.doc.store, client)
  if (other === undefined || clock === 0) return []
  return [Y.encodeStateAsUpdate(other.doc, Y.encodeStateVector(new Map([[client, Math.max(0, clock - 20)]])))]
}

/** That clients show another text is what the attackers claim. */
const faultsOf = (server: ServerProcess): string[] =>
  unexplained(server.output(), 'lmdb').filter((line) => !/ shows another text /.test(line))

async function lookAt(place: Place, room: RoomId, writers: readonly Writer[], ledger: Ledger): Promise<string[]> {
  const cold = await withStore(place.dataDir, (store) => readDocument(store, room))
  const fresh = openClient({ url: place.server.url, room, token: place.honest })
  try {
    await fresh.synced()
    const expected = contentHash(cold)
    const all = (): Y.Doc[] => [fresh.doc, ...writers.map(({ doc }) => doc)]
    await until('all have one document', () => all().every((doc) => contentHash(doc) === expected), SETTLE_MS)
    const written = writers.flatMap(({ clients }) => clients.map((client) => writtenBy(cold, client)))
    return [...ledger.broken(room, written.join(''), ledger.promised()), ...ledger.wrongs()]
  } finally {
    fresh.close()
    cold.destroy()
  }
}

/**
 * What is left of one client's own characters, in the order in which it wrote them: others may write into the middle of
 * its words, or copy them, but not take from them.
 */
function writtenBy(doc: Y.Doc, client: number): string {
  const structs = doc.store.clients.get(client) ?? []
  return structs
    .map((struct) =>
      struct instanceof Y.Item && !struct.deleted && struct.content instanceof Y.ContentString
        ? struct.content.str
        : '',
    )
    .join('')
}

async function withStore<T>(dataDir: string, work: (store: Store) => Promise<T>): Promise<T> {
  const store = openLmdbStore({ dataDir })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}
