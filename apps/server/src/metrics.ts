/**
 * What this node counts, for Prometheus. Sync calls these functions for every edit, so they only add to numbers;
 * prom-client gets them when somebody asks.
 */
import { VERSION } from '@briefboard/library'
import type { RefusalCode, RoomKind } from '@briefboard/protocol'
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client'
import { registerLatency } from './latency.ts'

export type ResyncReason = 'gap' | 'behind' | 'epoch' | 'diverged'

/** What waits, or is dropped, because its payer has overdrawn. */
export type Throttled = 'frames' | 'news' | 'requests' | 'connections'
/** Where something went wrong that is nobody's doing; `process`: it fell through every other net. */
export type Edge = 'request' | 'frame' | 'event' | 'upgrade' | 'background' | 'process'

export interface Metrics {
  connectionOpened(kind: RoomKind): void
  connectionClosed(kind: RoomKind): void
  roomOpened(): void
  roomClosed(): void
  /** One durable write of `count` updates; from handing them to the store until it has confirmed them. */
  appended(count: number, seconds: number): void
  /** From a mark's frame received to its `saved` sent. (S5) */
  saved(seconds: number): void
  /** An edit or connection that was refused. (S3, S12) */
  refused(code: RefusalCode): void
  /** A client was asked, or sent away, to bring itself up to date again. */
  resync(reason: ResyncReason): void
  /** A client's content hash was not ours. (S15) */
  diverged(): void
  /** Entries or snapshots that a load found damaged. (S6) */
  damaged(count: number): void
  /** `ok` is false for one that failed or came too late. (S7) */
  compacted(seconds: number, ok: boolean): void
  /** Something had to wait, or was dropped, because its sender asks for too much. (S12) */
  throttled(what: Throttled): void
  /** A fault was caught and logged. (S16) */
  fault(edge: Edge): void
  /** `read` gives the bytes that wait in this node's sockets; asked only when somebody reads the metrics. (S9) */
  observeBuffered(read: () => number): void
  presenceFrames(count: number): void
  framesSent(count: number, bytes: number): void
  counts(): { connections: number; rooms: number }
  /** In Prometheus' text format. */
  text(): Promise<string>
  readonly contentType: string
}

const KINDS: readonly RoomKind[] = ['board', 'card', 'talk']

export function openMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  constantInfo(registry)
  const connections = byKind()
  const opened = byKind()
  let rooms = 0
  let buffered = (): number => 0

  gauge(registry, 'connections', 'Open sync connections by kind of room.', 'kind', () => connections)
  counter(registry, 'connections_opened_total', 'Sync connections ever opened by kind of room.', 'kind', () => opened)
  gauge(registry, 'rooms', 'Rooms held open.', null, () => new Map([['', rooms]]))
  gauge(registry, 'buffered_bytes', 'Bytes waiting in sockets.', null, () => new Map([['', buffered()]]))
  const plain = (name: string, help: string): ((count: number) => void) => {
    let value = 0
    counter(registry, name, help, null, () => new Map([['', value]]))
    return (count) => void (value += count)
  }
  const updates = plain('updates_appended_total', 'Updates made durable.')
  const divergences = plain('divergences_total', 'Clients whose content was not the server’s.')
  const damaged = plain('damaged_entries_total', 'Entries and snapshots that loads found damaged and set aside.')
  const throttles = counting(['frames', 'news', 'requests', 'connections'])
  const held = 'Times that something was held back or dropped because its sender asked for too much.'
  counter(registry, 'throttled_total', held, 'what', () => throttles)
  const faults = counting(['request', 'frame', 'event', 'upgrade', 'background', 'process'])
  counter(registry, 'faults_total', 'Faults that were caught and logged, by where.', 'edge', () => faults)
  const presence = plain('presence_frames_sent_total', 'Presence frames sent to clients.')
  const frames = plain('frames_sent_total', 'Frames sent to clients, of any kind.')
  const bytes = plain('sent_bytes_total', 'Bytes sent to clients in frames.')
  const refused = new Map<string, number>()
  counter(registry, 'refused_total', 'Edits and connections refused, by reason.', 'reason', () => refused)
  const resyncs = counting(['gap', 'behind', 'epoch', 'diverged'])
  counter(registry, 'resyncs_total', 'Clients told to bring themselves up to date, by reason.', 'reason', () => resyncs)
  const compactions = counting(['ok', 'failed'])
  counter(registry, 'compactions_total', 'Compactions of rooms by result.', 'result', () => compactions)
  const append = registerLatency(registry, 'briefboard_append_seconds', 'Time until a write was durable.')
  const saved = registerLatency(registry, 'briefboard_saved_seconds', 'Time from a mark to its "saved".')
  const compaction = registerLatency(registry, 'briefboard_compaction_seconds', 'Time a compaction took.')

  return {
    connectionOpened(kind) {
      add(connections, kind, 1)
      add(opened, kind, 1)
    },
    connectionClosed: (kind) => add(connections, kind, -1),
    roomOpened: () => void rooms++,
    roomClosed: () => void rooms--,
    appended(count, seconds) {
      updates(count)
      append(seconds)
    },
    saved,
    refused: (code) => add(refused, code, 1),
    resync: (reason) => add(resyncs, reason, 1),
    diverged: () => divergences(1),
    damaged,
    compacted(seconds, ok) {
      add(compactions, ok ? 'ok' : 'failed', 1)
      compaction(seconds)
    },
    throttled: (what) => add(throttles, what, 1),
    fault: (edge) => add(faults, edge, 1),
    observeBuffered: (read) => void (buffered = read),
    presenceFrames: presence,
    framesSent(count, size) {
      frames(count)
      bytes(size)
    },
    counts: () => ({ connections: connections.values().reduce((sum, count) => sum + count, 0), rooms }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}

const counting = (names: readonly string[]): Map<string, number> => new Map(names.map((name) => [name, 0]))
const byKind = (): Map<string, number> => counting(KINDS)

function add(values: Map<string, number>, name: string, count: number): void {
  values.set(name, (values.get(name) ?? 0) + count)
}

const formOf = (registry: Registry, name: string, help: string, label: string | null) => ({
  name: `briefboard_${name}`,
  help,
  labelNames: label === null ? [] : [label],
  registers: [registry],
})

const labelsOf = (label: string | null, of: string): Record<string, string> => (label === null ? {} : { [label]: of })

/** With `label`, what `read` gives is a value for each of its names; without, the value under ''. */
type Metric = [
  registry: Registry,
  name: string,
  help: string,
  label: string | null,
  read: () => ReadonlyMap<string, number>,
]

function counter(...[registry, name, help, label, read]: Metric): void {
  new Counter({
    ...formOf(registry, name, help, label),
    collect() {
      this.reset()
      for (const [of, value] of read()) this.inc(labelsOf(label, of), value)
    },
  })
}

function gauge(...[registry, name, help, label, read]: Metric): void {
  new Gauge({
    ...formOf(registry, name, help, label),
    collect() {
      for (const [of, value] of read()) this.set(labelsOf(label, of), value)
    },
  })
}

function constantInfo(registry: Registry): void {
  new Gauge({
    name: 'briefboard_info',
    help: 'Which Briefboard this is; always 1.',
    labelNames: ['version'],
    registers: [registry],
  }).set({ version: VERSION }, 1)
}
