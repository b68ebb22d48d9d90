/** Deletes copies that were put away, and those of an earlier form, which belonged to no person. */
import { answerOf, type Device } from './device.ts'

/** Until then another page may still have it open. */
const KEPT_MS = 60 * 60 * 1000

export async function sweepOldCopies(device: Device, now = Date.now()): Promise<void> {
  const names = await device.within(['old', 'unsaved'], async (stores) => {
    // Only `retire` writes these.
    const rows = (await answerOf(stores('old').getAll())) as { name: string; at: number }[]
    const due: string[] = []
    for (const { name, at } of rows) {
      const marks = IDBKeyRange.bound([name], [name, []])
      if (now - at < KEPT_MS || (await answerOf(stores('unsaved').count(marks))) > 0) continue
      await answerOf(stores('old').delete(name))
      due.push(name)
    }
    return due
  })
  for (const name of [...names, ...(await ownedByNobody())]) indexedDB.deleteDatabase(name)
}

async function ownedByNobody(): Promise<string[]> {
  const all = await indexedDB.databases()
  return all.flatMap(({ name = '' }) => (/^briefboard\/(?:board|card|talk)\//.test(name) ? [name] : []))
}
