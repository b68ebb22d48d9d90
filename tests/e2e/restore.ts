/** Brings a card back to an earlier state under a new history, as a restore does, and makes a page keep what it had not saved. */
import { compactHistory, readHistory } from '@briefboard/library'
import { BoardId, cardRoom, CardId } from '@briefboard/protocol'
import { openLmdbStore, type Store } from '@briefboard/store'
import { expect, type BrowserContext, type Page } from '@playwright/test'
import { openCard, savedState, typeAtEnd } from './world.ts'

const roomOf = (card: string) => cardRoom(BoardId.parse('isil-2016-2018'), CardId.parse(card))

/** As the command line does it: beside the running server, on its store. */
async function inStore<T>(dataDir: string, work: (store: Store) => Promise<T>): Promise<T> {
  const store = openLmdbStore({ dataDir })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

/** What a backup would hold. */
export const backupOf = (dataDir: string, card: string): Promise<Uint8Array> =>
  inStore(dataDir, async ({ log }) => compactHistory(await readHistory(await log.load(roomOf(card)))))

export const restore = (dataDir: string, card: string, state: Uint8Array): Promise<unknown> =>
  inStore(dataDir, ({ log }) => log.replace(roomOf(card), state))

export const banner = (page: Page) =>
  page.getByRole('status').filter({ hasText: 'Unsaved text was kept on this device' })

/** Writes offline what the card, restored meanwhile, does not take any more; the page keeps it. */
export async function writeAcrossARestore(
  { page, context }: { page: Page; context: BrowserContext },
  dataDir: string,
  card: string,
  words: string,
): Promise<void> {
  await openCard(page, card)
  const backup = await backupOf(dataDir, card)
  await context.setOffline(true)
  await typeAtEnd(page, words)
  await expect(savedState(page)).toHaveText('On this device')
  await restore(dataDir, card, backup)
  await context.setOffline(false)
  await expect(banner(page)).toBeVisible({ timeout: 30_000 })
}
