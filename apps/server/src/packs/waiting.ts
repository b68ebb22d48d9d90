/** Which packs wait or are made on this node, and in which order: one a person at once, two in all. */
import { Refusal, type Person } from '@briefboard/protocol'
import { openTurns, type Turn, type Turns } from '../turns.ts'

/** Each may take the whole of its memory limit, and a processor. */
const AT_ONCE = 2
const WAITING_EACH = 12
const WAITING_IN_ALL = 40
const MEGABYTE = 1024 * 1024
/** A frozen board waits in memory. */
const MOST_MEGABYTES = 64
const MOST_MEGABYTES_IN_ALL = 192

export interface PackQueue {
  /** @throws Refusal too-many-packs, packs-busy */
  join(person: Person): Turn
  /** Held until the function that this gives is called. @throws Refusal board-too-large, packs-busy */
  hold(frozen: Uint8Array): () => void
}

export function openPackQueue(onMoved: () => void): PackQueue {
  const bounds = { atOnce: AT_ONCE, waitingEach: WAITING_EACH, waitingInAll: WAITING_IN_ALL, onMoved }
  const turns: Turns = openTurns(bounds)
  let heldBytes = 0
  return {
    join({ id }) {
      const turn = turns.join(id)
      if (turn === 'too-many-of-yours') throw new Refusal('too-many-packs')
      if (turn === 'too-many') throw new Refusal('packs-busy')
      return turn
    },
    hold({ byteLength }) {
      if (byteLength > MOST_MEGABYTES * MEGABYTE)
        throw new Refusal(
          'board-too-large',
          `It has ${Math.ceil(byteLength / MEGABYTE)} MB; ${MOST_MEGABYTES} are the most.`,
        )
      if (heldBytes + byteLength > MOST_MEGABYTES_IN_ALL * MEGABYTE) throw new Refusal('packs-busy')
      heldBytes += byteLength
      return () => void (heldBytes -= byteLength)
    },
  }
}

/** What a person reads who waits. */
export function waitingWords(before: number): string {
  if (before === 0) return 'Waiting to be made: it is the next one'
  return before === 1
    ? 'Waiting to be made: one pack comes before it'
    : `Waiting to be made: ${before} packs come before it`
}
