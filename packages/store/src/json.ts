/** Records' values as JSON text: what can be stored, and in which order records are listed. */
import type { StoredRecord } from './store.ts'

/** @throws TypeError for a value that JSON cannot hold, such as `undefined` */
export function toJson(kind: string, id: string, value: unknown): string {
  const text: string | undefined = JSON.stringify(value)
  if (text === undefined) throw new TypeError(`The value of ${kind} ${id} is not JSON.`)
  return text
}

/** By code unit, the same on every store. */
export function byId(a: StoredRecord, b: StoredRecord): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}
