/** Everybody who takes part, in the order of the tables. */
import type { Contender } from './contender.ts'
import { ours } from './ours.ts'
import { peers } from './peers.ts'
import { batchedRelay, rawRelay } from './relays.ts'

export const contenders: readonly Contender[] = [...ours, ...peers, rawRelay, batchedRelay]
