/** Who has the board open, once each, however many tabs. */
import type { Person } from '@briefboard/protocol'

export interface Here {
  person: Pick<Person, 'id' | 'name' | 'color'>
  /** The card that is open in one of the tabs. */
  card: string | null
  self: boolean
}

/** The others by name, oneself last. */
export function hereOf(tabs: readonly Pick<Here, 'person' | 'card'>[], me: string): Here[] {
  const here = new Map<string, Here>()
  for (const { person, card } of tabs) {
    const known = here.get(person.id)
    if (known === undefined) here.set(person.id, { person, card, self: person.id === me })
    else known.card ??= card
  }
  return [...here.values()].toSorted(
    (a, b) => Number(a.self) - Number(b.self) || a.person.name.localeCompare(b.person.name),
  )
}
