/** The record of one person. */
import { colorOf, Role, type Person } from '@briefboard/protocol'
import type { Records, StoredRecord } from '@briefboard/store'
import { z } from 'zod'

export const PERSON = 'person'

const PersonRecord = z.object({ name: z.string(), role: Role, createdAt: z.string() })
export type PersonRecord = z.infer<typeof PersonRecord>

/** A person's record with the version that a change of it must expect. */
export interface StoredPerson {
  id: string
  version: number
  value: PersonRecord
}

/** Null if there is nobody of that id. */
export async function readPerson(records: Records, id: string): Promise<Person | null> {
  const stored = await readStoredPerson(records, id)
  return stored === null ? null : personOf(stored)
}

export async function readStoredPerson(records: Records, id: string): Promise<StoredPerson | null> {
  const record = await records.get(PERSON, id)
  return record === null ? null : parse(record)
}

export async function listStoredPeople(records: Records): Promise<StoredPerson[]> {
  return (await records.list(PERSON)).map(parse).filter((person) => person !== null)
}

export const personOf = ({ id, value: { name, role } }: Pick<StoredPerson, 'id' | 'value'>): Person => ({
  ...{ id, name, role },
  color: colorOf(id),
})

function parse({ id, version, value }: StoredRecord): StoredPerson | null {
  const person = PersonRecord.safeParse(value)
  return person.success ? { id, version, value: person.data } : null
}
