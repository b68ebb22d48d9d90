/** Opens the store for commands that look at what is there: a wrong folder is told, not made. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Store } from '@briefboard/store'
import { UsageError } from './usage-error.ts'
import { withStore } from './with-store.ts'

/** @throws UsageError if there is no store where the settings say */
export async function withExistingStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const { REDIS_URL, DATA_DIR } = process.env
  const folder = resolve(DATA_DIR || './data')
  if (!REDIS_URL && !existsSync(join(folder, 'data.mdb')))
    throw new UsageError(`There is no store in ${folder}. Set DATA_DIR or REDIS_URL as the server has it.`)
  return withStore(work)
}
