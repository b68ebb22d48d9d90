/** Opens the store that the server of this folder uses, for the time of one command; safe beside a running server. */
import { resolve } from 'node:path'
import { openLmdbStore, openRedisStore, type Store } from '@briefboard/store'

export async function withStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const { REDIS_URL, REDIS_REPLICAS, DATA_DIR } = process.env
  const store = REDIS_URL
    ? await openRedisStore({ url: REDIS_URL, ...(REDIS_REPLICAS ? { waitForReplicas: Number(REDIS_REPLICAS) } : {}) })
    : await openLmdbStore({ dataDir: resolve(DATA_DIR || './data') })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}
