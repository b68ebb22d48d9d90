/** Who has the board open, as the others' pages say it. */
import type { Person } from '@briefboard/protocol'
import type { WebsocketProvider } from 'y-websocket'

type Awareness = WebsocketProvider['awareness']

/** What a person shows to the others who have the board open. */
export interface Presence {
  client: number
  person: Pick<Person, 'id' | 'name' | 'color'>
  /** The card that is open; null on the board. */
  card: string | null
}

export function tellPresence(awareness: Awareness, { id, name, color }: Person, card: string | null): void {
  awareness.setLocalState({ user: { id, name, color }, card })
}

export function readPresence(awareness: Awareness): Presence[] {
  return [...awareness.getStates()].flatMap(([client, state]): Presence[] => {
    const person: unknown = state['user']
    return isPerson(person) ? [{ client, person, card: typeof state['card'] === 'string' ? state['card'] : null }] : []
  })
}

function isPerson(value: unknown): value is Presence['person'] {
  return typeof value === 'object' && value !== null && 'id' in value && 'name' in value && 'color' in value
}
