/** What only the first start does: the boards that a new installation begins with, and a link for its first owner. */
import { fileURLToPath } from 'node:url'
import { loadSeeds } from '@briefboard/board/seed'
import { createBoard, invite, isAnybodyThere } from '@briefboard/library'
import type { Store } from '@briefboard/store'

const SEEDS = fileURLToPath(new URL('../../../seeds', import.meta.url))

/** On the first start only: a board that is there is never touched. (S8) */
export async function seed(store: Store): Promise<void> {
  if ((await store.records.list('board')).length > 0) return
  const { boards } = await loadSeeds(SEEDS)
  for (const board of boards) await createBoard(store, board)
}

/** A sign-in link for the first owner; null if there are people already. */
export async function firstOwner(store: Store, url: string): Promise<string | null> {
  if (await isAnybodyThere(store.records)) return null
  // Of several nodes that start at once, one invites.
  if (!(await store.records.put('setup', 'first-owner', { at: new Date().toISOString() }, 0))) return null
  const { code } = await invite(store.records, { name: 'Owner', role: 'owner' }, new Date())
  return `${url}/sign-in?code=${code}`
}
