/** How each shape is told: its title, how it was measured, its columns, and the rows of one server's result. */
import type { Measured } from '../measure/window.ts'
import type { Openings, Results } from '../results.ts'
import type { IdleResult } from '../shapes/memory.ts'
import type { Opening } from '../shapes/opening.ts'
import type { TwoNodesResult } from '../shapes/two-nodes.ts'
import type { WatchedResult } from '../shapes/watchers.ts'
import { SHAPE_A, SHAPE_B, SHAPE_C, SHAPE_D, SHAPE_E, SHAPE_F, SHAPE_NODES } from '../shapes/sizes.ts'
import { percent, ratio, short, whole } from './numbers.ts'

export interface View<T> {
  title: string
  how: string
  columns: readonly string[]
  rows(name: string, result: T): string[][]
}

const LOAD_COLUMNS = [
  ...[
    'server',
    'updates/s',
    'deliveries/s',
    'µs/delivery',
    'edit p50',
    'edit p99',
    'saved p50',
    'saved p95',
    'saved p99',
  ],
  ...['RSS MB', 'server CPU', 'load CPU', 'Redis CPU', 'others CPU'],
]

const loadView = (title: string, how: string): View<Measured> => ({
  ...{ title, how, columns: LOAD_COLUMNS },
  rows: (name, measured) => [
    [
      ...[name, whole(measured.updatesPerSecond), whole(measured.deliveriesPerSecond), short(measured.cpuPerDelivery)],
      ...[measured.edit.p50, measured.edit.p99].map(short),
      ...[measured.saved?.p50, measured.saved?.p95, measured.saved?.p99, measured.rssMb].map(short),
      ...[percent(measured.serverCpu), percent(measured.loadCpu)],
      ...[measured.redisCpu === null ? '–' : percent(measured.redisCpu), percent(measured.othersCpu)],
    ],
  ],
})

const watched: View<WatchedResult> = {
  title: '(d) Watchers',
  how:
    `One room with ${SHAPE_D.editors} editors who type ${SHAPE_D.perSecond} letters a second each, their cursor along with every letter; ` +
    `then ${SHAPE_D.watchers} more connections that receive everything and move their cursors every ${SHAPE_D.cursorEveryMs / 1000} s. ` +
    'Times are those between editors.',
  columns: [
    ...[
      'server',
      'p50 alone',
      'p50 watched',
      'p99 alone',
      'p99 watched',
      'p99 ratio',
      'saved p95 alone',
      'saved p95 watched',
    ],
    ...[
      'presence/s a watcher',
      'letters/s to watchers',
      'server CPU alone',
      'watched',
      'load CPU watched',
      'others CPU',
    ],
  ],
  rows: (name, { alone, watched, presencePerWatcher, watcherDeliveriesPerSecond }) => [
    [
      ...[name, short(alone.edit.p50), short(watched.edit.p50), short(alone.edit.p99), short(watched.edit.p99)],
      ...[ratio(watched.edit.p99, alone.edit.p99), short(alone.saved?.p95), short(watched.saved?.p95)],
      ...[short(presencePerWatcher), whole(watcherDeliveriesPerSecond), percent(alone.serverCpu)],
      ...[percent(watched.serverCpu), percent(watched.loadCpu), percent(Math.max(alone.othersCpu, watched.othersCpu))],
    ],
  ],
}

const opened: View<Openings> = {
  title: '(e) Opening large documents',
  how:
    'A document of 260,000 edits (180,000 letters typed, 80,000 deleted, one update each) and one of 20 MB (40,000 paragraphs). ' +
    '"First" is the first one that a fresh server opens, "next" the same document in another room; times are from connecting to the last byte, ' +
    `and beside them the CPU time that the server took. Then ${SHAPE_E.joins} clients open it at once, in a process of their own, while an editor ` +
    'types 20 letters a second: their times, the memory at its peak, how long the letters took to a reader who was there already, ' +
    "and how long the editor's pings took. A client counts as served when as many bytes have come as the whole document had before, " +
    'and those were applied and found whole. "Load late by" is how late the load generator itself was, at most.',
  columns: [
    ...[
      'server',
      'MB',
      'first ms',
      'server ms',
      'next ms',
      'server ms',
      'RSS MB',
      'joins p50 s',
      'joins max s',
      'server s',
    ],
    ...['peak MB', 'edit p50', 'edit p99', 'edit max', 'saved max', 'ping p99', 'ping max', 'load late by'],
  ],
  rows: (name, { longLog, longCompacted, large }) => [
    ...openingRow(`${name}: 260,000 edits, log`, longLog),
    ...openingRow(`${name}: 260,000 edits, compacted`, longCompacted),
    ...openingRow(`${name}: 20 MB`, large),
  ],
}

function openingRow(name: string, opening: Opening | null): string[][] {
  if (opening === null) return []
  const { bytes, first, next, rssMb, storm } = opening
  const alone = [first.tookMs, first.serverCpuMs, next.tookMs, next.serverCpuMs, rssMb].map(short)
  const seconds = [storm?.joinP50Ms, storm?.joinMaxMs, storm?.serverCpuMs].map((ms) => short(ms && ms / 1000))
  const rest = [storm?.peakMb, storm?.edit.p50, storm?.edit.p99, storm?.edit.max, storm?.saved?.max]
  return [
    [
      name,
      short(bytes / 1e6),
      ...alone,
      ...seconds,
      ...[...rest, storm?.ping.p99, storm?.ping.max, storm?.ownDelayMs].map(short),
    ],
  ]
}

const idle: View<IdleResult> = {
  title: '(f) Memory of what is idle',
  how:
    `${whole(SHAPE_F.connections)} connections in ${SHAPE_F.rooms} rooms, as growth of resident memory; and ${whole(SHAPE_F.documents)} documents with one connection each, ` +
    'open and after they were closed, as growth of objects and buffers in the JavaScript heap and beside it, ' +
    'for each document and without its connection. Garbage is collected before each reading; everything was done once before it is measured.',
  columns: ['server', `${whole(SHAPE_F.connections)} connections MB`, 'open document KB', 'closed document KB'],
  rows: (name, { connectionsMb, openDocumentKb, closedDocumentKb }) => [
    [name, short(connectionsMb), short(openDocumentKb), short(closedDocumentKb)],
  ],
}

const nodes: View<TwoNodesResult> = {
  title: 'Two nodes on one Redis',
  how:
    `${SHAPE_NODES.rooms} rooms, in each an editor who types ${SHAPE_NODES.perSecond} letters a second and a reader on one node, and a reader on the other. ` +
    'Both nodes share a core. The difference is taken letter by letter.',
  columns: [
    ...['server', 'same node p50', 'p99', 'other node p50', 'p99', 'difference p50', 'p99', 'max', 'saved p95'],
    ...['server CPU', 'others CPU'],
  ],
  rows: (name, { measured, same, other, difference }) => [
    [
      ...[
        name,
        ...[same.p50, same.p99, other.p50, other.p99, difference.p50, difference.p99, difference.max].map(short),
      ],
      ...[short(measured.saved?.p95), percent(measured.serverCpu), percent(measured.othersCpu)],
    ],
  ],
}

/** The type of one server's result in a shape. */
type ResultOf<K extends keyof Results> = NonNullable<Results[K]> extends Record<string, infer T> ? T : never

export const views: { [K in 'a' | 'b' | 'c' | 'd' | 'e' | 'f' | 'nodes']: View<ResultOf<K>> } = {
  a: loadView(
    '(a) Typing at a pace',
    `${SHAPE_A.rooms} rooms of ${SHAPE_A.clients} clients, ${SHAPE_A.writers} of which type ${SHAPE_A.perSecond} letters a second each.`,
  ),
  b: loadView(
    '(b) Closed loop',
    `${SHAPE_B.rooms} rooms of ${SHAPE_B.clients} clients, ${SHAPE_B.writers} of which write with ${SHAPE_B.inFlight} updates on their way each: ` +
      "the next one is sent when the room's last client has received one.",
  ),
  c: loadView(
    '(c) One crowded room',
    `One room of ${SHAPE_C.clients} clients, ${SHAPE_C.writers} of which write as in (b).`,
  ),
  d: watched,
  e: opened,
  f: idle,
  nodes,
}
