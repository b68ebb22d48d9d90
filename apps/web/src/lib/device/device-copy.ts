/**
 * The copy of one document on this device. It belongs to a person and to a history: another person on this browser has
 * another one (S4), and when the history is gone, the copy is put away and a new one begun, never written on (S8).
 */
import { newId, type RoomId } from '@briefboard/protocol'
import type * as Y from 'yjs'
import { openCopyDatabase } from './copy-database.ts'
import { answerOf, type Device } from './device.ts'

interface Row {
  /** Person and room. */
  key: string
  /** Of its database. */
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

/** What is noted where all is saved: no list of client ids reads so. */
const NOTHING = 'nothing'
/** The page that took over reads the copy well within this time. */
const MARK_AGAIN_MS = 1000

export interface DeviceCopy {
  /** The history that it belongs to. */
  readonly epoch: string | null
  /** It may hold edits that the server has not confirmed. */
  readonly startsUnsaved: boolean
  /** Under which Yjs client ids; undefined if that was not noted. */
  readonly unsavedClients: readonly number[] | undefined
  setEpoch(epoch: string): void
  /**
   * The client ids under which something is unsaved; null if nothing is. To be called at every edit: another page may have
   * taken over what this one had written.
   */
  setUnsaved(clients: readonly number[] | null): void
  /** Resolves when the copy has every edit made so far. @throws where it has been lost */
  whenWritten(): Promise<void>
  /** Puts it away: whoever opens the room next begins with nothing. */
  retire(): Promise<void>
  close(): void
}

/**
 * Fills `doc` with what the device has of the room, and keeps it up to date from then on; `onLost` says that it cannot.
 * @throws DOMException and others where the browser keeps nothing, or does not answer
 */
export async function openCopy(device: Device, room: RoomId, doc: Y.Doc, onLost: () => void): Promise<DeviceCopy> {
  const key = `${device.person}/${room}`
  const { row, startsUnsaved, unsavedClients } = await takeOver(device, key)
  const database = await openCopyDatabase(row.name, doc, onLost)
  const stopListening = device.whenLost(onLost)
  let noted = startsUnsaved ? unsavedClients?.join() : NOTHING
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
    unsavedClients,
    setEpoch(now) {
      if (now === epoch) return
      epoch = now
      put(async (stores) => {
        const current = await readRow(stores('copies'), key)
        if (current?.name === row.name) await answerOf(stores('copies').put({ ...row, epoch: now }))
      })
    },
    setUnsaved(clients) {
      const now = performance.now()
      const next = clients === null ? NOTHING : clients.join()
      if (next === noted && (clients === null || now - markedAt < MARK_AGAIN_MS)) return
      noted = next
      markedAt = now
      put(async (stores) => {
        const own = [row.name, device.tab]
        await (clients === null
          ? answerOf(stores('unsaved').delete(own))
          : answerOf(stores('unsaved').put([...clients], own)))
      })
    },
    whenWritten: () => database.whenWritten(),
    async retire() {
      stopListening()
      database.close()
      await device.within(['copies', 'unsaved', 'old'], async (stores) => {
        const current = await readRow(stores('copies'), key)
        if (current?.name === row.name) await answerOf(stores('copies').delete(key))
        await answerOf(stores('unsaved').delete([row.name, device.tab]))
        const old: OldCopy = { name: row.name, person: device.person, room, epoch, at: Date.now() }
        await answerOf(stores('old').put(old))
      })
    },
    close() {
      stopListening()
      database.close()
    },
  }
}

/** The room's copy, a new one if there is none. What other pages have left unsaved in it is this page's to send from now on. */
function takeOver(
  device: Device,
  key: string,
): Promise<{ row: Row; startsUnsaved: boolean; unsavedClients: number[] | undefined }> {
  return device.within(['copies', 'unsaved'], async (stores) => {
    const row = (await readRow(stores('copies'), key)) ?? { key, name: `briefboard/${key}/${newId()}`, epoch: null }
    const marks = IDBKeyRange.bound([row.name], [row.name, []])
    const values: unknown[] = await answerOf(stores('unsaved').getAll(marks))
    const startsUnsaved = values.length > 0
    // Earlier versions noted only that there was something.
    const isKnown = values.every((value) => Array.isArray(value))
    const unsavedClients = isKnown
      ? [...new Set(values.flat().filter((value) => typeof value === 'number'))]
      : undefined
    await answerOf(stores('copies').put(row))
    await answerOf(stores('unsaved').delete(marks))
    if (startsUnsaved) await answerOf(stores('unsaved').put(unsavedClients ?? true, [row.name, device.tab]))
    return { row, startsUnsaved, unsavedClients }
  })
}

/** Only this file writes rows. */
const readRow = async (store: IDBObjectStore, key: string): Promise<Row | undefined> =>
  (await answerOf(store.get(key))) as Row | undefined
