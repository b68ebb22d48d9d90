/** The figures that the server is to reach, each compared with what was measured. Nothing here is written by hand. */
import type { Results } from '../results.ts'
import { short } from './numbers.ts'
import { bestPeer } from './ratios.ts'

export interface Figure {
  shape: string
  what: string
  /** As it is told. */
  limit: string
  measured: string
  /** Null if it was not measured. */
  isMet: boolean | null
}

/** The one that flushes every update to disk before it says "saved". */
const OURS = 'ours-lmdb'
const ACROSS_NODES = 'ours-redis-everysec'

/** Below this a closed document counts as gone; it is what 1,000 measurements of nothing differ by. */
const NOTHING_KB = 1

export function figures(results: Results): Figure[] {
  return [
    ...closedLoop(results),
    ...paced(results),
    ...watched(results),
    ...opening(results),
    ...idle(results),
    ...nodes(results),
  ]
}

function closedLoop({ b = {} }: Results): Figure[] {
  const [mine, peer, batched] = [b[OURS], bestPeer(b), b['batched-relay']]
  return [
    atMost(
      '(b)',
      'CPU per delivery, of the best peer',
      quotient(mine?.cpuPerDelivery, peer?.cpuPerDelivery),
      0.65,
      '×',
    ),
    atMost(
      '(b)',
      'CPU per delivery, of the batched relay',
      quotient(mine?.cpuPerDelivery, batched?.cpuPerDelivery),
      1.6,
      '×',
    ),
    above(
      '(b)',
      'deliveries/s, of the best peer',
      quotient(mine?.deliveriesPerSecond, peer?.deliveriesPerSecond),
      1,
      '×',
    ),
  ]
}

function paced({ a = {} }: Results): Figure[] {
  const [mine, raw, peer] = [a[OURS], a['relay'], bestPeer(a)]
  return [
    atMost('(a)', 'edit p50, of the raw relay', quotient(mine?.edit.p50, raw?.edit.p50), 2, '×'),
    atMost('(a)', 'edit p99, of the best peer', quotient(mine?.edit.p99, peer?.edit.p99), 1, '×'),
    below('(a)', 'saved p95', mine?.saved?.p95, 100, 'ms'),
  ]
}

function watched({ d = {} }: Results): Figure[] {
  const mine = d[OURS]
  const value = quotient(mine?.watched.edit.p99, mine?.alone.edit.p99)
  return [atMost('(d)', "editors' p99 with watchers, of without", value, 2, '×')]
}

function opening({ e = {} }: Results): Figure[] {
  const mine = e[OURS]
  const storm = mine?.large?.storm
  return [
    below('(e)', '150 joins of 20 MB: peak memory', storm?.peakMb, 1000, 'MB'),
    atMost('(e)', "150 joins of 20 MB: the editor's edits, longest", storm?.edit.max, 250, 'ms'),
    atMost('(e)', "150 joins of 20 MB: the editor's pings, longest", storm?.ping.max, 250, 'ms'),
    below('(e)', '260,000 edits after compaction: server time', mine?.longCompacted?.next.serverCpuMs, 150, 'ms'),
  ]
}

function idle({ f = {} }: Results): Figure[] {
  const mine = f[OURS]
  return [
    below('(f)', 'a closed document (nothing)', mine?.closedDocumentKb, NOTHING_KB, 'KB'),
    below('(f)', 'an open document', mine?.openDocumentKb, 50, 'KB'),
    below('(f)', '2,000 idle connections', mine?.connectionsMb, 100, 'MB'),
  ]
}

const nodes = ({ nodes = {} }: Results): Figure[] => [
  below('nodes', 'other node beyond the same node, p99', nodes[ACROSS_NODES]?.difference.p99, 20, 'ms'),
]

type Value = number | undefined

const atMost = (shape: string, what: string, value: Value, limit: number, unit: string): Figure =>
  judged(shape, what, `at most ${limit} ${unit}`, value, unit, (one) => one <= limit)

const below = (shape: string, what: string, value: Value, limit: number, unit: string): Figure =>
  judged(shape, what, `below ${limit} ${unit}`, value, unit, (one) => one < limit)

const above = (shape: string, what: string, value: Value, limit: number, unit: string): Figure =>
  judged(shape, what, `above ${limit} ${unit}`, value, unit, (one) => one > limit)

function judged(
  shape: string,
  what: string,
  limit: string,
  value: Value,
  unit: string,
  isMet: (value: number) => boolean,
): Figure {
  if (value === undefined || !Number.isFinite(value)) return { shape, what, limit, measured: '–', isMet: null }
  return { shape, what, limit, measured: `${short(value)} ${unit}`, isMet: isMet(value) }
}

const quotient = (value: Value, base: Value): Value =>
  value === undefined || base === undefined ? undefined : value / base
