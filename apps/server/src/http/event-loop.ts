/** How late this process is with everything: the delay of its event loop, measured in periods of ten seconds. */
import { monitorEventLoopDelay } from 'node:perf_hooks'

const PERIOD_MS = 10_000
/** Between two samples; the measured time includes it. */
const RESOLUTION_MS = 20

export interface LoopDelay {
  p99Ms: number
  maxMs: number
}

export interface LoopWatch {
  /** Of the last whole period; of the first one, as far as it has come. */
  delay(): LoopDelay
  close(): void
}

export function watchEventLoop(): LoopWatch {
  const samples = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  samples.enable()
  const read = (): LoopDelay => ({ p99Ms: beyond(samples.percentile(99)), maxMs: beyond(samples.max) })
  let last: LoopDelay | null = null
  const period = setInterval(() => {
    last = read()
    samples.reset()
  }, PERIOD_MS).unref()
  return {
    delay: () => last ?? read(),
    close() {
      clearInterval(period)
      samples.disable()
    },
  }
}

/** Takes nanoseconds; a loop that is never late has 0. */
const beyond = (nanoseconds: number): number => Math.max(0, Math.round(nanoseconds / 1e4) / 100 - RESOLUTION_MS)
