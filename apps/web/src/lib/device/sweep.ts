/**
 * Deletes copies that were put away, and those of an earlier form, which belonged to no person. What a page that was
 * closed meanwhile has left unsaved in one is kept first.
 */
import { contentHash, newId } from '@briefboard/protocol'
import * as Y from 'yjs'
import { putRecovery } from '#lib/recovery/recovery.ts'
import { readCopy } from './copy-database.ts'
import type { OldCopy } from './device-copy.ts'
import { answerOf, type Device } from './device.ts'

/** Until then another page may still have it open. */
const KEPT_MS = 60 * 60 * 1000

/** Gives whether anything was kept. */
export async function sweepOldCopies(device: Device, now = new Date()): Promise<boolean> {
  const due = (await readOld(device)).filter(
    ({ person, at }) => person === device.person && now.getTime() - at > KEPT_MS,
  )
  let isKept = false
  for (const old of due) {
    if (await hasUnsaved(device, old)) {
      await putRecovery(device, { ...(await contentOf(old)), ...common(old) }, new Date(old.at))
      isKept = true
    }
    await device.within(['old', 'unsaved'], async (stores) => {
      await answerOf(stores('old').delete(old.name))
      await answerOf(stores('unsaved').delete(marksOf(old)))
    })
    indexedDB.deleteDatabase(old.name)
  }
  for (const name of await ownedByNobody()) indexedDB.deleteDatabase(name)
  return isKept
}

const common = ({ room, epoch }: OldCopy) => ({ id: newId(), room, epoch, why: 'left-behind', code: null }) as const

const marksOf = ({ name }: OldCopy): IDBKeyRange => IDBKeyRange.bound([name], [name, []])

// Only `retire` of a copy writes these.
const readOld = (device: Device): Promise<OldCopy[]> =>
  device.within(['old'], async (stores) => (await answerOf(stores('old').getAll())) as OldCopy[])

const hasUnsaved = (device: Device, old: OldCopy): Promise<boolean> =>
  device.within(['unsaved'], async (stores) => (await answerOf(stores('unsaved').count(marksOf(old)))) > 0)

async function contentOf({ name }: OldCopy): Promise<{ hash: string; state: Uint8Array }> {
  const doc = new Y.Doc()
  for (const update of await readCopy(name)) Y.applyUpdate(doc, update)
  const content = { hash: contentHash(doc), state: Y.encodeStateAsUpdate(doc) }
  doc.destroy()
  return content
}

async function ownedByNobody(): Promise<string[]> {
  const all = await indexedDB.databases()
  return all.flatMap(({ name = '' }) => (/^briefboard\/(?:board|card|talk)\//.test(name) ? [name] : []))
}
