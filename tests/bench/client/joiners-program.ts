/**
 * Many clients that open one large document at once, in a process of their own: while they read gigabytes, the load
 * generator must still be able to take the time of an edit.
 */
import { setPriority } from 'node:os'
import type { RunningServer } from '../servers/contender.ts'
import { dialects, type DialectName } from './dialects.ts'
import { Participant } from './participant.ts'
import { Tally } from './tally.ts'

export interface JoinOrder {
  port: number
  path: string
  headers: Readonly<Record<string, string>>[]
  dialect: DialectName
  room: string
  /** Bytes of updates that a whole document has. */
  bytes: number
}

export interface Joined {
  /** From connecting to the last byte, each. */
  tookMs: number[]
  trouble: string[]
}

/** Below the process that takes the times. */
const LOW_PRIORITY = 10
const WITHIN_MS = 120_000

process.on('disconnect', () => process.exit(1))
process.once('message', (order: JoinOrder) => {
  setPriority(LOW_PRIORITY)
  joinAll(order).then(
    (joined) => process.send?.(joined, () => process.exit(0)),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
})

async function joinAll({ port, path, headers, dialect, room, bytes }: JoinOrder): Promise<Joined> {
  const tally = new Tally()
  const server: RunningServer = {
    ...{ pids: [], ports: [port], redisPid: null, dialect: dialects[dialect] },
    path: () => path,
    headers: (seat) => headers[seat] ?? {},
    collect: () => Promise.reject(new Error('Only the process that started a server can ask it.')),
    stop: async () => undefined,
  }
  const joins = headers.map((_, number) => joinOne({ server, room, number, tally, bytes }))
  return { tookMs: await Promise.all(joins), trouble: tally.trouble() }
}

interface Join {
  server: RunningServer
  room: string
  number: number
  tally: Tally
  bytes: number
}

function joinOne({ server, room, number, tally, bytes }: Join): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const begun = performance.now()
  let left = bytes
  const onUpdate = (_: Buffer, __: number, length: number): void => {
    left -= length
    if (left <= 0) resolve(performance.now() - begun)
  }
  const onClosed = (code: number): void =>
    reject(new Error(`A client was closed with ${code} before it had the document.`))
  Participant.join({ server, node: 0, room, number, tally, writers: [], skim: true, onUpdate, onClosed }).catch(reject)
  setTimeout(
    () => reject(new Error(`${left} bytes of a document did not come within ${WITHIN_MS} ms.`)),
    WITHIN_MS,
  ).unref()
  return promise
}
