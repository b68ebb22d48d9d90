/**
 * The database of one copy: every update of a document, in the form that y-indexeddb gave it. What is written counts only
 * when its transaction is done; whatever goes wrong from then on is told once, and nothing more is written. (S5)
 */
import * as Y from 'yjs'
import { inTime } from './in-time.ts'
import { answerOf } from './device.ts'

/** With more than so many updates they are written anew as one. */
const MOST_UPDATES = 500

export interface CopyDatabase {
  /** Resolves when it has every edit made so far. @throws where it has been lost */
  whenWritten(): Promise<void>
  close(): void
}

/**
 * Fills `doc` with what lies there, and keeps it up to date from then on; `onLost` says that it no longer does.
 * @throws DOMException and others where the browser keeps nothing, or does not answer
 */
export async function openCopyDatabase(name: string, doc: Y.Doc, onLost: () => void): Promise<CopyDatabase> {
  const database = await openDatabase(name)
  const known = new Set<number>()
  let waiting: { resolve: () => void; reject: (why: Error) => void }[] = []
  let underWay = 0
  let lost: Error | null = null

  const end = (why: Error): void => {
    if (lost !== null) return
    lost = why
    doc.off('update', onUpdate)
    database.close()
    for (const { reject } of waiting) reject(why)
    waiting = []
  }
  const lose = (why: unknown): void => {
    if (lost !== null) return
    end(asError(why))
    onLost()
  }
  const settle = (): void => {
    if (underWay > 0) return
    for (const { resolve } of waiting) resolve()
    waiting = []
  }
  const onUpdate = (update: Uint8Array): void => {
    underWay++
    write(database, (store) => remember(known, store.add(update)))
      .then(() => {
        underWay--
        settle()
        if (known.size > MOST_UPDATES) void shorten(database, doc, known)
      })
      .catch(lose)
  }

  database.onclose = () => lose(new Error('The browser has closed the copy.'))
  // Somebody deletes it, and waits for us to let go.
  database.onversionchange = () => lose(new Error('The copy is being deleted.'))
  try {
    const updates = await readUpdates(database, known)
    Y.transact(doc, () => updates.forEach((update) => Y.applyUpdate(doc, update)), database, false)
  } catch (error) {
    end(asError(error))
    throw error
  }
  if (lost !== null) throw asError(lost)
  doc.on('update', onUpdate)
  return {
    whenWritten: () =>
      new Promise((resolve, reject) => {
        if (lost !== null) return reject(lost)
        waiting.push({ resolve, reject })
        settle()
      }),
    close: () => end(new Error('The copy is closed.')),
  }
}

/** What lies in a copy that nobody has open here. */
export async function readCopy(name: string): Promise<Uint8Array[]> {
  const database = await openDatabase(name)
  try {
    return await readUpdates(database, new Set())
  } finally {
    database.close()
  }
}

function openDatabase(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1)
  request.onupgradeneeded = () => {
    request.result.createObjectStore('updates', { autoIncrement: true })
    request.result.createObjectStore('custom')
  }
  return inTime(answerOf(request), (late) => late.close())
}

async function readUpdates(database: IDBDatabase, known: Set<number>): Promise<Uint8Array[]> {
  const store = database.transaction('updates', 'readonly').objectStore('updates')
  // One transaction: both see the same.
  const [keys, updates] = await inTime(Promise.all([answerOf(store.getAllKeys()), answerOf(store.getAll())]))
  for (const key of keys) if (typeof key === 'number') known.add(key)
  // Only this file and y-indexeddb wrote them.
  return updates as Uint8Array[]
}

/** Resolves when it is done: a request that succeeded may still be taken back. */
async function write(database: IDBDatabase, work: (store: IDBObjectStore) => void): Promise<void> {
  const transaction = database.transaction('updates', 'readwrite')
  const done = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error ?? new Error('The browser gave up writing.'))
  })
  work(transaction.objectStore('updates'))
  await inTime(done)
}

function remember(known: Set<number>, request: IDBRequest<IDBValidKey>): void {
  request.onsuccess = () => {
    if (typeof request.result === 'number') known.add(request.result)
  }
}

/** Another tab's updates stay: this page has not read them. */
async function shorten(database: IDBDatabase, doc: Y.Doc, known: Set<number>): Promise<void> {
  const old = [...known]
  known.clear()
  try {
    await write(database, (store) => {
      remember(known, store.add(Y.encodeStateAsUpdate(doc)))
      for (const key of old) store.delete(key)
    })
  } catch {
    // All of it was taken back, and what was there before is there still; the next one tries again.
    for (const key of old) known.add(key)
  }
}

const asError = (why: unknown): Error => (why instanceof Error ? why : new Error(String(why)))
