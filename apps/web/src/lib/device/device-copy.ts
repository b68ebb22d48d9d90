/**
 * The copy of one document on this device. It belongs to a person and to a history: another person on this browser has
 * another one (S4), and when the history is gone, the copy is put away and a new one begun, never written on (S8).
 */
import { newId, type RoomId } from '@briefboard/protocol'
import { IndexeddbPersistence } from 'y-indexeddb'
import type * as Y from 'yjs'
import { answerOf, type Device } from './device.ts'

interface Row {
  /** Person and room. */
  key: string
  /** Of y-indexeddb's database. */
  name: string
  /** Null until the server has named its history. */
  epoch: string | null
}

/** A copy that was put away. Another page may still have it open. */
export interface OldCopy {
  name: string
  person: string
  room: RoomId
  epoch: string | null
  /** Milliseconds since 1970. */
  at: number
}

/** The page that took over reads the copy well within this time. */
const MARK_AGAIN_MS = 1000

export interface DeviceCopy {
  /** The history that it belongs to. */
  readonly epoch: string | null
  /** It may hold edits that the server has not confirmed. */
  readonly startsUnsaved: boolean
  setEpoch(epoch: string): void
  /** To be called at every edit with true: another page may have taken over what this one had written. */
  setUnsaved(unsaved: boolean): void
  /** Resolves when the copy has every edit made so far. */
  whenWritten(): Promise<void>
  /** Puts it away: whoever opens the room next begins with nothing. */
  retire(): Promise<void>
  close(): void
}

/**
 * Fills `doc` with what the device has of the room, and keeps it up to date from then on; `onLost` says that it cannot.
 * @throws DOMException where the browser keeps nothing
 */
export async function openCopy(device: Device, room: RoomId, doc: Y.Doc, onLost: () => void): Promise<DeviceCopy> {
  const key = `${device.person}/${room}`
  const { row, startsUnsaved } = await takeOver(device, key)
  const persistence = new IndexeddbPersistence(row.name, doc)
  await persistence.whenSynced
  let isUnsaved = startsUnsaved
  let markedAt = 0
  let epoch = row.epoch

  const put = (work: Parameters<Device['within']>[1]): void => {
    // A copy that cannot be written is as good as none; the edits are sent all the same.
    device.within(['copies', 'unsaved'], work).catch(onLost)
  }

  return {
    get epoch() {
      return epoch
    },
    startsUnsaved,
    setEpoch(now) {
      if (now === epoch) return
      epoch = now
      put(async (stores) => {
        const current = await readRow(stores('copies'), key)
        if (current?.name === row.name) await answerOf(stores('copies').put({ ...row, epoch: now }))
      })
    },
    setUnsaved(unsaved) {
      const now = performance.now()
      if (unsaved === isUnsaved && (!unsaved || now - markedAt < MARK_AGAIN_MS)) return
      isUnsaved = unsaved
      markedAt = now
      put(async (stores) => {
        const own = [row.name, device.tab]
        await (unsaved ? answerOf(stores('unsaved').put(true, own)) : answerOf(stores('unsaved').delete(own)))
      })
    },
    whenWritten: () =>
      new Promise((resolve, reject) => {
        // Transactions on one store run in order; y-indexeddb has begun its own by now.
        const transaction = persistence.db?.transaction('updates', 'readonly')
        if (transaction === undefined) return reject(new Error('The copy is closed.'))
        transaction.oncomplete = () => resolve()
        transaction.onabort = () => reject(transaction.error ?? new Error('The copy cannot be written.'))
        transaction.objectStore('updates').count()
      }),
    async retire() {
      void persistence.destroy()
      await device.within(['copies', 'unsaved', 'old'], async (stores) => {
        const current = await readRow(stores('copies'), key)
        if (current?.name === row.name) await answerOf(stores('copies').delete(key))
        await answerOf(stores('unsaved').delete([row.name, device.tab]))
        const old: OldCopy = { name: row.name, person: device.person, room, epoch, at: Date.now() }
        await answerOf(stores('old').put(old))
      })
    },
    close: () => void persistence.destroy(),
  }
}

/** The room's copy, a new one if there is none. What other pages have left unsaved in it is this page's to send from now on. */
function takeOver(device: Device, key: string): Promise<{ row: Row; startsUnsaved: boolean }> {
  return device.within(['copies', 'unsaved'], async (stores) => {
    const row = (await readRow(stores('copies'), key)) ?? { key, name: `briefboard/${key}/${newId()}`, epoch: null }
    const marks = IDBKeyRange.bound([row.name], [row.name, []])
    const startsUnsaved = (await answerOf(stores('unsaved').count(marks))) > 0
    await answerOf(stores('copies').put(row))
    await answerOf(stores('unsaved').delete(marks))
    if (startsUnsaved) await answerOf(stores('unsaved').put(true, [row.name, device.tab]))
    return { row, startsUnsaved }
  })
}

/** Only this file writes rows. */
const readRow = async (store: IDBObjectStore, key: string): Promise<Row | undefined> =>
  (await answerOf(store.get(key))) as Row | undefined
