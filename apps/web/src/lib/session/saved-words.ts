/** The states of edits as people read them, and which of several states is the one to show. */
import { REFUSALS, type SavedState } from '@briefboard/protocol'

const FROM_WORST: SavedState['kind'][] = ['refused', 'on-device', 'saving', 'offline', 'connecting', 'saved']

/** The least safe of the states: what may be promised of all together. */
export function leastSafe(states: readonly SavedState[]): SavedState {
  const [first] = states.toSorted((a, b) => FROM_WORST.indexOf(a.kind) - FROM_WORST.indexOf(b.kind))
  return first ?? { kind: 'connecting' }
}

export function savedWords(state: SavedState): string {
  switch (state.kind) {
    case 'connecting':
      return 'Connecting…'
    case 'saved':
      return 'Saved'
    case 'saving':
      return 'Saving…'
    case 'on-device':
      return 'On this device'
    case 'offline':
      return 'Offline, will sync'
    case 'refused':
      return `Refused: ${REFUSALS[state.code].title}`
    default:
      return state satisfies never
  }
}

/** What the state means, and what to do. */
export function savedMeaning(state: SavedState): string {
  switch (state.kind) {
    case 'connecting':
      return 'The board is shown as it was stored. Edits can be made as soon as the server answers.'
    case 'saved':
      return MEANING_OF_LEVEL[state.level]
    case 'saving':
      return 'Your edits are on their way. “Saved” appears when the server has stored them.'
    case 'on-device':
      return 'There is no connection. Your edits are kept in this browser and sent when it is back; do not clear its data until then.'
    case 'offline':
      return 'There is no connection. Nothing of yours waits to be sent; you can go on, and it will sync.'
    case 'refused':
      return `${REFUSALS[state.code].title} What you see here may differ from the board. Copy what you want to keep, then load the board again.`
    default:
      return state satisfies never
  }
}

const MEANING_OF_LEVEL = {
  memory: 'All edits have reached the server, which keeps this board in memory.',
  flushed: 'All edits are on the server’s disk.',
  replicated: 'All edits are stored in the server’s Redis, as safely as it is set up.',
}
