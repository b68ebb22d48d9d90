/** The states of edits as people read them, and which of several states is the one to show. */
import { REFUSALS, type SavedState } from '@briefboard/protocol'
import type { Interruption } from './interruption.ts'

export type RoomState = SavedState & {
  /** What the server said when it ended the connection, if it comes back by itself. */
  because?: Interruption
  /** With `refused`: not an edit of today, but text that the server lost and cannot take from this person as it stands. (S6) */
  isLostThere?: boolean
}

const FROM_WORST: SavedState['kind'][] = ['refused', 'on-device', 'saving', 'offline', 'connecting', 'saved']

/** The least safe of the states: what may be promised of all together. */
export function leastSafe(states: readonly RoomState[]): RoomState {
  const [first] = states.toSorted((a, b) => rank(a) - rank(b))
  return first ?? { kind: 'connecting' }
}

/** Of two equal states the one with a reason says more. */
const rank = ({ kind, because }: RoomState): number => FROM_WORST.indexOf(kind) * 2 + (because === undefined ? 1 : 0)

export function savedWords(state: RoomState): string {
  const because = state.because === undefined ? null : INTERRUPTIONS[state.because]
  switch (state.kind) {
    case 'connecting':
      return because === null ? 'Connecting…' : `Waiting: ${because.short}`
    case 'saved':
      return 'Saved'
    case 'saving':
      return because === null ? 'Saving…' : `On this device: ${because.short}`
    case 'on-device':
      return because === null ? 'On this device' : `On this device: ${because.short}`
    case 'offline':
      return because === null ? 'Offline, will sync' : `Waiting: ${because.short}`
    case 'refused':
      return state.isLostThere === true ? 'Only here: text that was lost' : `Refused: ${REFUSALS[state.code].title}`
    default:
      return state satisfies never
  }
}

/** What the state means, and what to do. */
export function savedMeaning(state: RoomState): string {
  const because = state.because === undefined ? null : INTERRUPTIONS[state.because]
  switch (state.kind) {
    case 'connecting':
      return because === null
        ? 'The board is shown as it was stored. Edits can be made as soon as the server answers.'
        : `${because.sentence} Until then the board is shown as it was stored.`
    case 'saved':
      return MEANING_OF_LEVEL[state.level]
    case 'saving':
      return because === null
        ? 'Your edits are on their way. “Saved” appears when the server has stored them.'
        : `${because.sentence} ${KEPT_HERE}`
    case 'on-device':
      return `${because === null ? 'There is no connection.' : because.sentence} ${KEPT_HERE}`
    case 'offline':
      return `${because === null ? 'There is no connection.' : because.sentence} Nothing of yours waits to be sent; you can go on, and it will sync.`
    case 'refused':
      if (state.isLostThere === true) return `${LOST_THERE} Keep them, then load the board’s version.`
      return `${REFUSALS[state.code].title} Your text is safe on this device, but what you see here differs from the board. Keep your text, then load the board’s version.`
    default:
      return state satisfies never
  }
}

/** What is safe of text that only this page still has, and why it cannot simply be sent. (S6) */
export const LOST_THERE =
  'The server cannot read parts of this document any more. They are still here, but cannot be stored again as they are: others wrote them, or you may only read. They are safe on this device.'

const KEPT_HERE = 'Your edits are kept in this browser and sent when it is back; do not clear its data until then.'

const INTERRUPTIONS: Record<Interruption, { short: string; sentence: string }> = {
  stopping: {
    short: 'server restarting',
    sentence: 'The server is restarting. The page connects again by itself.',
  },
  'store-away': {
    short: 'storage away',
    sentence: 'The server cannot reach its storage now. The page tries again by itself.',
  },
  behind: {
    short: 'catching up',
    sentence: 'This page had fallen behind and is being brought up to date by itself.',
  },
  'too-many-rooms': {
    short: 'too many pages open',
    sentence: 'You have too many documents open at once. Close some pages; this one connects by itself.',
  },
  fault: {
    short: 'fault on the server',
    sentence: 'Something went wrong on the server. The page tries again by itself.',
  },
}

const MEANING_OF_LEVEL = {
  memory: 'All edits have reached the server, which keeps this board in memory.',
  flushed: 'All edits are on the server’s disk.',
  replicated: 'All edits are stored in the server’s Redis, as safely as it is set up.',
}
