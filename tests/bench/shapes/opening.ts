/** Opening a large document: alone after a start, again, and by many at once while somebody edits it. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { openOnce, type FirstSync } from '../client/first-sync.ts'
import type { Joined, JoinOrder } from '../client/joiners-program.ts'
import { Participant, type Seat } from '../client/participant.ts'
import { until } from '@briefboard/testkit'
import { Tally } from '../client/tally.ts'
import type { Writer } from '../client/writer.ts'
import { Histogram } from '../measure/histogram.ts'
import { cpuSeconds, forgetPeak, memoryOf } from '../measure/processes.ts'
import { latenciesOf, NO_TIMES, type Latencies } from '../measure/window.ts'
import type { Contender, RunningServer } from '../servers/contender.ts'
import type { LargeDocument } from './documents.ts'
import { typeSteadily } from './paced.ts'

/** Some servers send an empty update first, and not always. */
const SLACK_BYTES = 64
const JOINERS = fileURLToPath(new URL('../client/joiners-program.ts', import.meta.url))
const LETTERS_PER_SECOND = 20
const PING_EVERY_MS = 50
const SETTLE_MS = 1000
const OPEN_WITHIN_MS = 60_000

export interface Opening {
  /** Bytes of the document as one update. */
  bytes: number
  /** By a server that has opened nothing yet. */
  first: FirstSync
  /** Another room with the same document: the server's code is warm, the document is not. */
  next: FirstSync
  /** Before anybody joins, in MB. */
  rssMb: number
  /** Null if it was left out. */
  storm: Storm | null
}

export interface Storm {
  joins: number
  joinP50Ms: number
  joinMaxMs: number
  serverCpuMs: number
  peakMb: number
  /** Of the one who was editing meanwhile, to a reader who was there already. */
  edit: Latencies
  saved: Latencies | null
  /** Pings of the editor's connection until they were answered. */
  ping: Latencies
  /** By how much the load generator itself was late, at most: it shares its core with those who join. */
  ownDelayMs: number
  trouble: string[]
}

/** How many join at once is `joins`; 0 leaves the storm out. `compacted`: the store holds a snapshot instead of the history. */
export async function runOpening(
  contender: Contender,
  { name, log, state }: LargeDocument,
  { compacted, joins }: { compacted: boolean; joins: number },
): Promise<Opening> {
  const rooms = [`${name}-1`, `${name}-2`]
  const documents = rooms.map((room) => ({ room, state, log: compacted ? null : log }))
  const server = await contender.start({ documents })
  try {
    const [first, next] = [await openOnce(server, `${name}-1`, state), await openOnce(server, `${name}-2`, state)]
    const { nowMb } = memoryOf(server.pids)
    const storm = joins === 0 ? null : await runStorm(server, `${name}-2`, next.bytes, joins)
    return { bytes: state.length, first, next, rssMb: nowMb, storm }
  } finally {
    await server.stop()
  }
}

async function runStorm(server: RunningServer, room: string, bytes: number, joins: number): Promise<Storm> {
  const tally = new Tally()
  const writers: Writer[] = []
  const seat = { server, node: 0, room, number: 0, tally, writers }
  const [editor, reader] = [await joinWhole(seat, bytes), await joinWhole({ ...seat, number: 1 }, bytes)]
  editor.write()
  const pings = new Histogram()
  editor.onPong = (tookMs) => pings.record(tookMs)
  const pinging = setInterval(() => editor.ping(), PING_EVERY_MS)
  const stop = typeSteadily(writers, LETTERS_PER_SECOND)
  await pause(SETTLE_MS)
  forgetPeak(server.pids)
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const cpu = cpuSeconds(server.pids)
  tally.begin()
  const joined = await joinFromElsewhere({
    ...{
      port: server.ports[0] ?? 0,
      path: server.path(room),
      dialect: server.dialect.name,
      room,
      bytes: bytes - SLACK_BYTES,
    },
    headers: Array.from({ length: joins }, (_, index) => server.headers(index)),
  })
  const serverCpuMs = (cpuSeconds(server.pids) - cpu) * 1000
  const { peakMb } = memoryOf(server.pids)
  await pause(SETTLE_MS)
  tally.end()
  stop()
  delay.disable()
  clearInterval(pinging)
  for (const participant of [editor, reader]) participant.leave()
  const sorted = joined.tookMs.toSorted((a, b) => a - b)
  return {
    ...{ joins, joinP50Ms: sorted[Math.floor(joins / 2)] ?? NaN, joinMaxMs: sorted.at(-1) ?? NaN, serverCpuMs, peakMb },
    edit: latenciesOf(tally.edit) ?? NO_TIMES,
    saved: latenciesOf(tally.saved),
    ping: latenciesOf(pings) ?? NO_TIMES,
    ownDelayMs: delay.max / 1e6,
    trouble: [...tally.trouble(), ...joined.trouble],
  }
}

/** Joins, waits for the whole document, and counts letters from then on. */
async function joinWhole(seat: Seat, bytes: number): Promise<Participant> {
  let left = bytes
  const participant = await Participant.join({ ...seat, onUpdate: (_, __, length) => void (left -= length) })
  await until('the first editors have the document', () => left <= SLACK_BYTES, OPEN_WITHIN_MS)
  await pause(SETTLE_MS)
  participant.countLetters()
  return participant
}

async function joinFromElsewhere(order: JoinOrder): Promise<Joined> {
  const child = fork(JOINERS)
  child.send(order)
  const ended = once(child, 'exit').then(() => {
    throw new Error('The clients that join at once gave up; what they said is above.')
  })
  const [joined] = await Promise.race([once(child, 'message'), ended])
  ended.catch(() => undefined)
  // Sent by joiners-program.ts, in this form alone.
  return joined as Joined
}
