/** The states of edits as people read them, and which of several states is the one to show. */
import { REFUSALS, type SavedState } from '@briefboard/protocol'
import type { Interruption } from './interruption.ts'

/** `only-here`: neither the server nor this device has the edits, and there is no connection. */
export type RoomState = (SavedState | { kind: 'only-here' }) & {
  /** What the server said when it ended the connection, if it comes back by itself. */
  because?: Interruption
  /** With `refused`: not an edit of today, but text that the server lost and cannot take from this person as it stands. (S6) */
  isLostThere?: boolean
  /** With `refused`: this device has no copy of what is shown. */
  isOnlyHere?: boolean
  /** Where edits belong that another page has left on this device: cards by their titles, and the like. */
  leftBehind?: readonly string[]
}

const FROM_WORST: RoomState['kind'][] = [
  'refused',
  'only-here',
  'on-device',
  'saving',
  'offline',
  'connecting',
  'saved',
]

/** The least safe of the states: what may be promised of all together. */
export function leastSafe(states: readonly RoomState[]): RoomState {
  const [first] = states.toSorted((a, b) => rank(a) - rank(b))
  return first ?? { kind: 'connecting' }
}

/** Edits that another page has left on this device are not saved, whatever else is. */
export function withLeftBehind(state: RoomState, places: readonly string[]): RoomState {
  if (places.length === 0) return state
  if (state.kind === 'saved' || state.kind === 'connecting') return { kind: 'saving', leftBehind: places }
  return state.kind === 'offline'
    ? { ...state, kind: 'on-device', leftBehind: places }
    : { ...state, leftBehind: places }
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
      return leftBehind(state).length === 0 ? 'Saving…' : `Sending what was left: ${leftBehind(state).join(', ')}`
    case 'only-here':
      return because === null ? 'Only on this page' : `Only on this page: ${because.short}`
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

const leftBehind = (state: RoomState): readonly string[] => state.leftBehind ?? []

/** What the state means, and what to do. */
export function savedMeaning(state: RoomState): string {
  const places = leftBehind(state)
  if (places.length === 0) return meaningOf(state)
  return `${meaningOf(state)} Edits that you made on another page and that have not reached the board are kept in this browser: ${places.join(', ')}.`
}

function meaningOf(state: RoomState): string {
  const because = state.because === undefined ? null : INTERRUPTIONS[state.because]
  switch (state.kind) {
    case 'connecting':
      return because === null
        ? 'The board is shown as it was stored. Edits can be made as soon as the server answers.'
        : `${because.sentence} Until then the board is shown as it was stored.`
    case 'saved':
      return MEANING_OF_LEVEL[state.level]
    case 'saving':
      return `${because === null ? '' : `${because.sentence} `}Your edits are on their way. “Saved” appears when the server has stored them.`
    case 'only-here':
      return `${because === null ? 'There is no connection.' : because.sentence} ${ONLY_HERE} Do not close it before it says “Saved”, or take your text with you.`
    case 'on-device':
      return `${because === null ? 'There is no connection.' : because.sentence} ${KEPT_HERE}`
    case 'offline':
      return `${because === null ? 'There is no connection.' : because.sentence} Nothing of yours waits to be sent; you can go on, and it will sync.`
    case 'refused':
      if (state.isLostThere === true)
        return `${LOST_THERE} ${whereItIs(state, 'They are')} Keep them, then load the board’s version.`
      return `${REFUSALS[state.code].title} ${whereItIs(state, 'Your text is')} What you see here differs from the board. Keep your text, then load the board’s version.`
    default:
      return state satisfies never
  }
}

/** What is safe of text that only this page still has, and why it cannot simply be sent. (S6) */
export const LOST_THERE =
  'The server cannot read parts of this document any more. They are still here, but cannot be stored again as they are: others wrote them, or you may only read.'

/** Of what was refused: `whose` is "Your text is". */
export const whereItIs = ({ isOnlyHere }: Pick<RoomState, 'isOnlyHere'>, whose: string): string =>
  isOnlyHere === true ? `${whose} on this page only.` : `${whose} safe on this device.`

const ONLY_HERE = 'This browser keeps no copy, and what you wrote last is on this page only.'

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
  'documents-busy': {
    short: 'server short of memory',
    sentence: 'So many large documents are open that there is no memory for this one. The page tries again by itself.',
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
