/** What a run has measured, by shape and server; a shape that was not run is missing. */
import type { Measured } from './measure/window.ts'
import type { Machine } from './measure/machine.ts'

export type ByServer<T> = Record<string, T>

export interface Results {
  machine: Machine
  seconds: number
  a?: ByServer<Measured>
  b?: ByServer<Measured>
  c?: ByServer<Measured>
}
