/** The table of a shape in which clients type: throughput, cost and times of each server, and ratios to the best of others. */
import type { Measured } from '../measure/window.ts'
import type { ByServer } from '../results.ts'
import { contenders } from '../servers/all.ts'
import { percent, ratio, short, whole } from './numbers.ts'
import type { Table } from './table.ts'

export const LOAD_COLUMNS = [
  'server',
  'updates/s',
  'deliveries/s',
  'µs/delivery',
  'edit p50 ms',
  'edit p99 ms',
  'saved p50',
  'saved p95',
  'saved p99',
  'RSS MB',
  'server CPU',
  'load CPU',
  'Redis CPU',
  'others CPU',
] as const

export function loadRow(name: string, measured: Measured): string[] {
  const { edit, saved } = measured
  return [
    ...[name, whole(measured.updatesPerSecond), whole(measured.deliveriesPerSecond), short(measured.cpuPerDelivery)],
    ...[edit.p50, edit.p99, saved?.p50, saved?.p95, saved?.p99, measured.rssMb].map(short),
    ...[percent(measured.serverCpu), percent(measured.loadCpu)],
    ...[measured.redisCpu === null ? '–' : percent(measured.redisCpu), percent(measured.othersCpu)],
  ]
}

export function loadTable(results: ByServer<Measured>): Table {
  return { columns: LOAD_COLUMNS, rows: inOrder(results, loadRow) }
}

/** CPU per delivery and edit latency as ratios. */
export function ratioTable(results: ByServer<Measured>): Table {
  const [raw, batched] = [results['relay'], results['batched-relay']]
  const peer = bestPeer(results)
  const bases = [raw, batched, peer]
  const columns = ['server']
  for (const what of ['µs/delivery', 'edit p50', 'edit p99']) columns.push(`${what} / raw relay`, '/ batched relay', '/ best peer')
  const rows = inOrder(results, (name, measured) => [
    name,
    ...bases.map((base) => ratio(measured.cpuPerDelivery, base?.cpuPerDelivery)),
    ...bases.map((base) => ratio(measured.edit.p50, base?.edit.p50)),
    ...bases.map((base) => ratio(measured.edit.p99, base?.edit.p99)),
  ])
  return { columns, rows }
}

/** Of each number the best that a peer reached; undefined if none took part. */
export function bestPeer(results: ByServer<Measured>): Measured | undefined {
  const peers = contenders.flatMap(({ id, kind }) => (kind === 'peer' ? (results[id] ?? []) : []))
  const [first] = peers
  if (first === undefined) return undefined
  const least = (pick: (measured: Measured) => number): number => Math.min(...peers.map(pick))
  return {
    ...first,
    deliveriesPerSecond: Math.max(...peers.map(({ deliveriesPerSecond }) => deliveriesPerSecond)),
    cpuPerDelivery: least(({ cpuPerDelivery }) => cpuPerDelivery),
    edit: {
      p50: least(({ edit }) => edit.p50),
      p95: least(({ edit }) => edit.p95),
      p99: least(({ edit }) => edit.p99),
      max: least(({ edit }) => edit.max),
    },
  }
}

/** A row for each server that has a result. */
export function inOrder<T>(results: ByServer<T>, row: (name: string, result: T) => string[]): string[][] {
  return contenders.flatMap(({ id, name }) => {
    const result = results[id]
    return result === undefined ? [] : [row(name, result)]
  })
}
