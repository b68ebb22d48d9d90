/** The audit trail of people: who invited, changed or removed whom, and when. Written after the fact, never changed. */
import { newId, PersonEvent } from '@briefboard/protocol'
import type { Records } from '@briefboard/store'

const LOG = 'people-log'

export async function noteEvent(records: Records, event: PersonEvent): Promise<void> {
  // Times as ISO text sort by age; what follows keeps two of the same millisecond apart.
  await records.put(LOG, `${event.at}-${newId()}`, event)
}

/** The newest first, at most `most`. */
export async function readPeopleLog(records: Records, most: number): Promise<PersonEvent[]> {
  const stored = await records.list(LOG)
  return stored
    .slice(-most)
    .toReversed()
    .flatMap(({ value }) => PersonEvent.safeParse(value).data ?? [])
}
