/** A stretch of time in which a load is counted: CPU and memory of the server, CPU of the load generator, deliveries. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Tally } from '../client/tally.ts'
import type { RunningServer } from '../servers/contender.ts'
import type { Histogram } from './histogram.ts'
import { machineCpuSeconds } from './machine.ts'
import { cpuSeconds, memoryOf, ownCpuSeconds } from './processes.ts'

export interface Measured {
  seconds: number
  updatesPerSecond: number
  deliveriesPerSecond: number
  /** Server CPU per delivery, in µs; of all its nodes. */
  cpuPerDelivery: number
  /** Share of one core, 0 to 1. */
  serverCpu: number
  loadCpu: number
  /** Null where there is no Redis. */
  redisCpu: number | null
  /** Cores that programs used which are no part of this; more than a little makes the times worthless. */
  othersCpu: number
  rssMb: number
  edit: Latencies
  /** Null where the server does not acknowledge. */
  saved: Latencies | null
  /** What must not happen: lost connections, refusals, updates that never came. */
  trouble: string[]
}

/** In ms. */
export interface Latencies {
  p50: number
  p95: number
  p99: number
  max: number
}

/** Nothing arrived. */
export const NO_TIMES: Latencies = { p50: NaN, p95: NaN, p99: NaN, max: NaN }

/** Lets the load run for a while unmeasured, then measures. */
export async function measure(
  server: RunningServer,
  tally: Tally,
  warmUpMs: number,
  seconds: number,
): Promise<Measured> {
  await pause(warmUpMs)
  const before = readings(server)
  tally.begin()
  await pause(seconds * 1000)
  tally.end()
  const after = readings(server)
  const took = (after.at - before.at) / 1000
  const serverCpu = after.server - before.server
  return {
    seconds: took,
    updatesPerSecond: tally.updates / took,
    deliveriesPerSecond: tally.deliveries / took,
    cpuPerDelivery: (serverCpu * 1e6) / tally.deliveries,
    serverCpu: serverCpu / took,
    loadCpu: (after.load - before.load) / took,
    redisCpu: server.redisPid === null ? null : (after.redis - before.redis) / took,
    othersCpu: Math.max(after.others - before.others, 0) / took,
    rssMb: memoryOf(server.pids).nowMb,
    edit: latenciesOf(tally.edit) ?? NO_TIMES,
    saved: latenciesOf(tally.saved),
    trouble: tally.trouble(),
  }
}

interface Readings {
  at: number
  server: number
  load: number
  redis: number
  /** Everybody else. */
  others: number
}

function readings({ pids, redisPid }: RunningServer): Readings {
  const [server, load, redis] = [cpuSeconds(pids), ownCpuSeconds(), redisPid === null ? 0 : cpuSeconds([redisPid])]
  return { at: performance.now(), server, load, redis, others: machineCpuSeconds() - server - load - redis }
}

/** Null if nothing was recorded. */
export function latenciesOf(times: Histogram): Latencies | null {
  if (times.count === 0) return null
  const [p50, p95, p99] = [times.percentile(0.5), times.percentile(0.95), times.percentile(0.99)]
  return { p50, p95, p99, max: times.max }
}
