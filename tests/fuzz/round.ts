/** One board for so many frames, events and requests: honest people write in its rooms, members of every role attack. */
import type { Board, Card } from '@briefboard/board'
import { createBoard, plainBoard, readDocument } from '@briefboard/library'
import {
  BoardId,
  boardRoom,
  CardId,
  cardRoom,
  contentHash,
  NewBoard,
  ROLES,
  talkRoom,
  type Role,
  type RoomId,
} from '@briefboard/protocol'
import { openLmdbStore, type Store } from '@briefboard/store'
import { openClient, until, type Random, type ServerProcess } from '@briefboard/testkit'
import * as Y from 'yjs'
import { unexplained } from '../chaos/faults.ts'
import { openLedger, type Ledger } from '../chaos/ledger.ts'
import { startWriter, type Writer } from '../chaos/writer.ts'
import { openAttacker, type Attacker } from './attacker.ts'
import { openEventAttacker } from './event-attacker.ts'
import type { Material } from './frames.ts'
import { openRequestAttacker } from './request-attacker.ts'

export interface Place {
  server: ServerProcess
  dataDir: string
  /** Of honest people. */
  honest: Record<Role, string>
  hostile: Record<Role, string>
}

export interface RoundReport {
  saved: number
  /** In words. */
  problems: string[]
}

const CARD = CardId.parse('one')
const SETTLE_MS = 60_000
/** So much is sent before what the honest ones wrote meanwhile is looked at. */
const AT_ONCE = 500
/** Shares of all that is sent; the rest are requests, each of which waits for its answer. */
const [FRAMES, EVENTS] = [0.9, 0.08]

interface Room {
  room: RoomId
  writers: Writer[]
}

interface Crowd {
  frames: readonly { room: Room; attacker: Attacker }[]
  events: readonly Attacker[]
  requests: readonly Attacker[]
}

export async function hostileRound(place: Place, name: string, count: number, random: Random): Promise<RoundReport> {
  const board = BoardId.parse(name)
  await withStore(place.dataDir, (store) => createBoard(store, { board: boardWithCard(board), reports: [] }))
  const ledger = openLedger()
  const problems: string[] = []
  const rooms = openRooms(place, board, ledger, random)
  const writers = rooms.flatMap((room) => room.writers)
  let crowd: Crowd = { frames: [], events: [], requests: [] }
  try {
    await until('the honest ones have begun', () => ledger.counts().saved > 0)
    crowd = {
      frames: await openFrameAttackers(place, rooms, random),
      ...(await openOthers(place, board, random, (words) => problems.push(words))),
    }
    await storm(crowd, count)
    await Promise.all(writers.map((writer) => writer.finish()))
    for (const room of rooms) problems.push(...(await lookAt(place, room, ledger)))
    problems.push(...ledger.wrongs())
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error), ...writers.map((writer) => writer.state()))
  } finally {
    for (const one of [...writers, ...crowd.events, ...crowd.requests, ...crowd.frames.map(({ attacker }) => attacker)])
      one.close()
  }
  return { saved: ledger.counts().saved, problems: [...problems, ...faultsOf(place.server)] }
}

/** A card that is on its board: others are closed to those who may only read. */
function boardWithCard(id: BoardId): Board {
  const board = plainBoard(NewBoard.parse({ id, title: id }))
  const card: Card = {
    ...{ id: CARD, title: 'One', region: board.regions[0]?.id ?? '', order: 'a0', status: 'draft', marking: null },
    ...{ actors: [], countries: [], themes: [], tags: [], keyJudgement: '', assessment: [], gaps: [], judgements: [] },
    ...{ lookedAt: [], createdAt: new Date().toISOString(), createdBy: { id: 'fuzz', name: 'Fuzz' } },
  }
  return { ...board, cards: [card] }
}

/** Who may write where, and does so honestly. */
function openRooms({ server, honest }: Place, board: BoardId, ledger: Ledger, random: Random): Room[] {
  let number = 0
  const roomOf = (room: RoomId, roles: readonly Role[]): Room => ({
    room,
    writers: roles.map((role) =>
      startWriter({
        ...{ number: number++, room, url: server.url, token: honest[role], random, ledger },
        ...{ restMs: 30, deletions: 0, reloads: true },
      }),
    ),
  })
  return [
    roomOf(cardRoom(board, CARD), ['editor', 'officer']),
    roomOf(talkRoom(board), ['reviewer', 'editor']),
    roomOf(boardRoom(board), ['editor', 'owner']),
  ]
}

async function openFrameAttackers(place: Place, rooms: readonly Room[], random: Random) {
  const open = async (room: Room, role: Role): Promise<{ room: Room; attacker: Attacker }> => {
    const neighbour = (): Y.Doc => room.writers[0]?.doc ?? new Y.Doc()
    const options = { url: place.server.url, room: room.room, token: place.hostile[role], random, neighbour }
    return { room, attacker: await openAttacker(options) }
  }
  return Promise.all(rooms.flatMap((room) => ROLES.map((role) => open(room, role))))
}

async function openOthers(
  { server: { url }, hostile }: Place,
  board: BoardId,
  random: Random,
  onFault: (words: string) => void,
) {
  const eventRoles: readonly Role[] = ['viewer', 'editor']
  const requestRoles: readonly Role[] = ['viewer', 'reviewer', 'editor', 'officer']
  return {
    events: await Promise.all(
      eventRoles.map((role) => openEventAttacker({ url, token: hostile[role], board }, random)),
    ),
    requests: requestRoles.map((role) => openRequestAttacker({ url, token: hostile[role], board, onFault }, random)),
  }
}

async function storm({ frames, events, requests }: Crowd, count: number): Promise<void> {
  const hostile = frames.flatMap(({ attacker }) => attacker.clients)
  for (let left = count; left > 0; left -= AT_ONCE) {
    const now = Math.min(AT_ONCE, left)
    const share = (of: number, among: readonly unknown[]): number => Math.ceil((now * of) / among.length)
    await Promise.all([
      ...frames.map(({ room, attacker }) => attacker.attack(share(FRAMES, frames), materialIn(room, hostile))),
      ...events.map((attacker) => attacker.attack(share(EVENTS, events), NOTHING)),
      ...requests.map((attacker) => attacker.attack(share(1 - FRAMES - EVENTS, requests), NOTHING)),
    ])
  }
}

const NOTHING: Material = { updates: [], doc: new Y.Doc(), hostile: [], honest: [] }

function materialIn({ writers }: Room, hostile: readonly number[]): Material {
  return {
    doc: writers[0]?.doc ?? new Y.Doc(),
    updates: writers.flatMap((writer, at) => heardOf(writer, writers[(at + 1) % writers.length])),
    hostile,
    // Those of whom others can know: an id that nobody has heard of yet belongs to whoever is first.
    honest: writers.flatMap(({ clients, doc }) => clients.filter((client) => Y.getState(doc.store, client) > 0)),
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

async function lookAt({ server, dataDir, honest }: Place, { room, writers }: Room, ledger: Ledger): Promise<string[]> {
  const cold = await withStore(dataDir, (store) => readDocument(store, room))
  const fresh = openClient({ url: server.url, room, token: honest.editor })
  try {
    await fresh.synced()
    const expected = contentHash(cold)
    const all = (): Y.Doc[] => [fresh.doc, ...writers.map(({ doc }) => doc)]
    await until(
      `all in ${room} have one document`,
      () => all().every((doc) => contentHash(doc) === expected),
      SETTLE_MS,
    )
    const written = writers.flatMap(({ clients }) => clients.map((client) => writtenBy(cold, client)))
    return ledger.broken(room, written.join(''), ledger.promised())
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

export async function withStore<T>(dataDir: string, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openLmdbStore({ dataDir })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}
