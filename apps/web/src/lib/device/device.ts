/** What this browser keeps for one person: which copies of documents it has, and what could not be saved. */
import { newId } from '@briefboard/protocol'

/** `copies`: by room. `unsaved`: by copy and tab. `old`: copies that are no longer used. `recoveries`: what was kept. */
export type StoreName = 'copies' | 'unsaved' | 'old' | 'recoveries'

export class Device {
  readonly person: string
  /** A page's own name: several may share one copy. */
  readonly tab = newId()
  readonly #database: Promise<IDBDatabase>

  constructor(person: string) {
    this.person = person
    this.#database = openDatabase()
    // Whoever uses it hears of it; nobody may.
    this.#database.catch(() => undefined)
  }

  /**
   * Reads and writes in one transaction; resolves when that is done, and with `strict` on disk.
   * @throws DOMException where the browser keeps nothing
   */
  async within<T>(
    names: StoreName[],
    work: (stores: Stores) => Promise<T>,
    durability: IDBTransactionDurability = 'relaxed',
  ): Promise<T> {
    const database = await this.#database
    const transaction = database.transaction(names, 'readwrite', { durability })
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve()
      transaction.onabort = () => reject(transaction.error ?? new Error('The browser gave up writing.'))
    })
    const [result] = await Promise.all([work((name) => transaction.objectStore(name)), done])
    return result
  }

  close(): void {
    void this.#database.then(
      (database) => database.close(),
      () => undefined,
    )
  }
}

/** Gives a store of the transaction. */
export type Stores = (name: StoreName) => IDBObjectStore

export function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('The browser could not read what it keeps.'))
  })
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open('briefboard-device', 1)
  request.onupgradeneeded = () => {
    const database = request.result
    database.createObjectStore('copies', { keyPath: 'key' })
    database.createObjectStore('unsaved')
    database.createObjectStore('old', { keyPath: 'name' })
    database.createObjectStore('recoveries', { keyPath: 'id' })
  }
  return answerOf(request)
}
