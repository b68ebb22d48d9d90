/** Why a connection ended, from its close code alone: what passes by itself, and what does not. */
import { REFUSALS } from '@briefboard/protocol'

/** Passes by itself; the page connects again and again until then. */
export type Interruption = 'stopping' | 'store-away' | 'behind' | 'too-many-rooms' | 'documents-busy' | 'fault'

/** Does not pass by itself. `not-kept`: the document has to be loaded anew, and the device has no room for what is unsaved. */
export type Ending = 'signed-out' | 'access-ended' | 'gone' | 'refused' | 'not-kept'

/** RFC 6455: something that the server did not expect. */
const FAULT = 1011

/** Null for a line that was merely cut, and for what does not pass by itself. */
export function interruptionOf({ code }: Pick<CloseEvent, 'code'>): Interruption | null {
  switch (code) {
    case REFUSALS.stopping.close:
      return 'stopping'
    case REFUSALS['too-many-rooms'].close:
      return 'too-many-rooms'
    case REFUSALS['documents-busy'].close:
      return 'documents-busy'
    case REFUSALS['store-away'].close:
      return 'store-away'
    case REFUSALS.behind.close:
      return 'behind'
    case FAULT:
      return 'fault'
    default:
      return null
  }
}

/** Of a connection that the server does not want back. */
export function endingOf(code: number): Exclude<Ending, 'not-kept'> | 'history-changed' {
  switch (code) {
    case REFUSALS['history-changed'].close:
      return 'history-changed'
    case REFUSALS['sign-in-needed'].close:
      return 'signed-out'
    case REFUSALS['access-ended'].close:
      return 'access-ended'
    case REFUSALS['no-such-room'].close:
      return 'gone'
    default:
      return 'refused'
  }
}
