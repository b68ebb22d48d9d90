/** The cost and the times of each server against the raw relay, the batched relay and the best of the peers. */
import type { Measured } from '../measure/window.ts'
import type { ByServer } from '../results.ts'
import { contenders } from '../servers/all.ts'
import { ratio } from './numbers.ts'
import type { Table } from './table.ts'

export function ratioTable(results: ByServer<Measured>): Table {
  const bases = [results['relay'], results['batched-relay'], bestPeer(results)]
  const what = ['µs/delivery', 'edit p50', 'edit p99']
  const columns = ['server', ...what.flatMap((name) => [`${name} / raw relay`, '/ batched relay', '/ best peer'])]
  const rows = inOrder(results, (name, measured) => [
    [
      name,
      ...bases.map((base) => ratio(measured.cpuPerDelivery, base?.cpuPerDelivery)),
      ...bases.map((base) => ratio(measured.edit.p50, base?.edit.p50)),
      ...bases.map((base) => ratio(measured.edit.p99, base?.edit.p99)),
    ],
  ])
  return { columns, rows }
}

export interface Best {
  deliveriesPerSecond: number
  cpuPerDelivery: number
  edit: { p50: number; p99: number }
}

/** Of each number the best that any peer reached; undefined if none took part. */
export function bestPeer(results: ByServer<Measured>): Best | undefined {
  const peers = contenders.flatMap(({ id, kind }) => (kind === 'peer' ? (results[id] ?? []) : []))
  if (peers.length === 0) return undefined
  return {
    deliveriesPerSecond: Math.max(...peers.map(({ deliveriesPerSecond }) => deliveriesPerSecond)),
    cpuPerDelivery: Math.min(...peers.map(({ cpuPerDelivery }) => cpuPerDelivery)),
    edit: { p50: Math.min(...peers.map(({ edit }) => edit.p50)), p99: Math.min(...peers.map(({ edit }) => edit.p99)) },
  }
}

/** The rows of each server that has a result. */
export function inOrder<T>(results: ByServer<T>, rows: (name: string, result: T) => string[][]): string[][] {
  return contenders.flatMap(({ id, name }) => {
    const result = results[id]
    return result === undefined ? [] : rows(name, result)
  })
}
