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

/** Two servers: what documents leave behind must not pass for room that connections find free. */
export async function runIdle(contender: Contender, idle: Idle): Promise<IdleResult> {
  const tally = new Tally()
  const connections = await withServer(contender, (server) => measureConnections(server, tally, idle))
  const documents = await withServer(contender, (server) => measureDocuments(server, tally, idle.documents))
  return {
    connectionsMb: connections.rssMb,
    openDocumentKb: (documents.openMb / idle.documents - connections.heapMb / idle.connections) * 1000,
    closedDocumentKb: (documents.closedMb / idle.documents) * 1000,
    trouble: tally.trouble(),
  }
}

async function withServer<T>(contender: Contender, work: (server: RunningServer) => Promise<T>): Promise<T> {
  const server = await contender.start({ env: { IDLE_ROOM_SECONDS: `${IDLE_ROOM_SECONDS}` } })
  try {
    return await work(server)
  } finally {
    await server.stop()
  }
}

async function measureConnections(
  server: RunningServer,
  tally: Tally,
  { connections, rooms }: Idle,
): Promise<{ rssMb: number; heapMb: number }> {
  const roomOf = (index: number): string => `idle-${index % rooms}`
  // The rooms are there already, and all code that a connection needs has run.
  const some = await seat(server, tally, rooms * 2, roomOf)
  const before = await settled(server, SETTLE_MS)
  const crowd = await seat(server, tally, connections, roomOf)
  const after = await settled(server, SETTLE_MS)
  leave([...some, ...crowd])
  return { rssMb: after.rssMb - before.rssMb, heapMb: after.heapMb - before.heapMb }
}

async function measureDocuments(
  server: RunningServer,
  tally: Tally,
  documents: number,
): Promise<{ openMb: number; closedMb: number }> {
  // What is loaded or compiled once, and grows to its size once, must not count.
  leave(await seat(server, tally, documents, (index) => `warm-${index}`))
  const before = await settled(server, CLOSE_WITHIN_MS)
  const open = await seat(server, tally, documents, (index) => `open-${index}`)
  const during = await settled(server, SETTLE_MS)
  leave(open)
  const after = await settled(server, CLOSE_WITHIN_MS)
  return { openMb: during.heapMb - before.heapMb, closedMb: after.heapMb - before.heapMb }
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

function leave(participants: readonly Participant[]): void {
  for (const participant of participants) participant.leave()
}

async function settled(server: RunningServer, afterMs: number): Promise<{ rssMb: number; heapMb: number }> {
  await pause(afterMs)
  return server.collect()
}
