/** What idle connections and idle documents cost in memory, and what is left of them when they are gone. */
import { setTimeout as pause } from 'node:timers/promises'
import { Participant } from '../client/participant.ts'
import { Tally } from '../client/tally.ts'
import type { Contender, RunningServer } from '../servers/contender.ts'

export interface Idle {
  connections: number
  /** The connections sit in so many rooms. */
  rooms: number
  documents: number
}

export interface IdleResult {
  /** Resident, in MB: all connections together, beyond what the server had before. */
  connectionsMb: number
  /** Objects and buffers, in KB: one open document with one connection, without the connection's share. */
  openDocumentKb: number
  /** In KB: what is left of one document after it was opened and closed, by a server that has done that before. */
  closedDocumentKb: number
  trouble: string[]
}

/** The server is told to close rooms as soon as it may; this is how long we wait for it. */
const IDLE_ROOM_SECONDS = 2
const CLOSE_WITHIN_MS = 5000
const SETTLE_MS = 1000
const AT_ONCE = 50

export async function runIdle(contender: Contender, { connections, rooms, documents }: Idle): Promise<IdleResult> {
  const server = await contender.start({ env: { IDLE_ROOM_SECONDS: `${IDLE_ROOM_SECONDS}` } })
  const tally = new Tally()
  const seats = (prefix: string, count: number, inRooms: number): Promise<Participant[]> =>
    seat(server, tally, count, (index) => `${prefix}-${index % inRooms}`)
  try {
    // What is only loaded or compiled once must not count: everything is done once before it is measured.
    empty(await seats('warm', documents, documents))
    const warm = await settled(server, CLOSE_WITHIN_MS)
    const crowd = await seats('idle', connections, rooms)
    const crowded = await settled(server, SETTLE_MS)
    empty(crowd)
    const before = await settled(server, CLOSE_WITHIN_MS)
    const open = await seats('open', documents, documents)
    const opened = await settled(server, SETTLE_MS)
    empty(open)
    const after = await settled(server, CLOSE_WITHIN_MS)
    const connectionMb = (crowded.heapMb - warm.heapMb) / connections
    return {
      connectionsMb: crowded.rssMb - warm.rssMb,
      openDocumentKb: ((opened.heapMb - before.heapMb) / documents - connectionMb) * 1000,
      closedDocumentKb: ((after.heapMb - before.heapMb) / documents) * 1000,
      trouble: tally.trouble(),
    }
  } finally {
    await server.stop()
  }
}

async function seat(
  server: RunningServer,
  tally: Tally,
  count: number,
  roomOf: (index: number) => string,
): Promise<Participant[]> {
  const here: Participant[] = []
  while (here.length < count) {
    const begin = here.length
    const group = Array.from({ length: Math.min(AT_ONCE, count - begin) }, (_, index) =>
      Participant.join({ server, node: 0, room: roomOf(begin + index), number: begin + index, tally, writers: [] }),
    )
    here.push(...(await Promise.all(group)))
  }
  return here
}

function empty(participants: readonly Participant[]): void {
  for (const participant of participants) participant.leave()
}

async function settled(server: RunningServer, afterMs: number): Promise<{ rssMb: number; heapMb: number }> {
  await pause(afterMs)
  return server.collect()
}
