/** What this browser keeps for one person: which copies of documents it has, and what could not be saved. */
import { newId } from '@briefboard/protocol'
import { inTime } from './in-time.ts'

/** `copies`: by room. `unsaved`: by copy and tab. `old`: copies that are no longer used. `recoveries`: what was kept. */
export type StoreName = 'copies' | 'unsaved' | 'old' | 'recoveries'

export class Device {
  readonly person: string
  /** A page's own name: several may share one copy. */
  readonly tab = newId()
  readonly #database: Promise<IDBDatabase>
  readonly #onLost = new Set<() => void>()
  readonly #closed = Promise.withResolvers<void>()

  constructor(person: string) {
    this.person = person
    this.#database = openDatabase(() => {
      for (const tell of this.#onLost) tell()
    })
    // Other pages see by it that this one is open. Browsers have no locks where the page came without TLS.
    void navigator.locks?.request(`${TAB_LOCK}${this.tab}`, () => this.#closed.promise)
    // Whoever uses it hears of it; nobody may.
    this.#database.catch(() => undefined)
  }

  /**
   * Reads and writes in one transaction; resolves when that is done, and with `strict` on disk.
   * @throws DOMException and others where the browser keeps nothing, or does not answer
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
    const [result] = await inTime(Promise.all([work((name) => transaction.objectStore(name)), done]))
    return result
  }

  /** Tells when the browser no longer keeps the list of copies: without it none is found again. Gives how to stop. */
  whenLost(tell: () => void): () => void {
    this.#onLost.add(tell)
    return () => this.#onLost.delete(tell)
  }

  close(): void {
    this.#closed.resolve()
    void this.#database.then(
      (database) => database.close(),
      () => undefined,
    )
  }
}

const TAB_LOCK = 'briefboard-tab/'

/** The pages of this browser that are open; where the browser does not say, none: what another page has left unsaved may be sent twice. */
export async function openTabs(): Promise<Set<string>> {
  const held = (await navigator.locks?.query())?.held ?? []
  return new Set(held.flatMap(({ name = '' }) => (name.startsWith(TAB_LOCK) ? [name.slice(TAB_LOCK.length)] : [])))
}

/** Gives a store of the transaction. */
export type Stores = (name: StoreName) => IDBObjectStore

export function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('The browser could not read what it keeps.'))
  })
}

/** Where storage is shut off, asking for it throws at once. */
async function openDatabase(onLost: () => void): Promise<IDBDatabase> {
  const request = indexedDB.open('briefboard-device', 1)
  request.onupgradeneeded = () => {
    const database = request.result
    database.createObjectStore('copies', { keyPath: 'key' })
    database.createObjectStore('unsaved')
    database.createObjectStore('old', { keyPath: 'name' })
    database.createObjectStore('recoveries', { keyPath: 'id' })
  }
  const database = await inTime(answerOf(request), (late) => late.close())
  database.onclose = onLost
  // Somebody deletes it, and waits for us to let go.
  database.onversionchange = () => {
    database.close()
    onLost()
  }
  return database
}
