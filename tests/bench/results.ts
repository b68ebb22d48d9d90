/** What a run has measured, by shape and server; a shape that was not run is missing. */
import type { Machine } from './measure/machine.ts'
import type { Measured } from './measure/window.ts'
import type { IdleResult } from './shapes/memory.ts'
import type { Opening } from './shapes/opening.ts'
import type { TwoNodesResult } from './shapes/two-nodes.ts'
import type { WatchedResult } from './shapes/watchers.ts'

export type ByServer<T> = Record<string, T>

/** Null for what failed; the trouble says why. */
export interface Openings {
  /** 260,000 edits as they were written. Only ours keeps them so. */
  longLog: Opening | null
  /** The same document as it is after compaction. */
  longCompacted: Opening | null
  large: Opening | null
}

export interface Results {
  machine: Machine
  seconds: number
  a?: ByServer<Measured>
  b?: ByServer<Measured>
  c?: ByServer<Measured>
  d?: ByServer<WatchedResult>
  e?: ByServer<Openings>
  f?: ByServer<IdleResult>
  nodes?: ByServer<TwoNodesResult>
  /** What went wrong, in words: shape, server, reason. */
  trouble: string[]
}
