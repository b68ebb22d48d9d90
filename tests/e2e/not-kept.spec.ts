/** "On this device" is said only of what this browser has confirmed; where it keeps nothing, the page says so and gives the text away (S5). */
import { readFile } from 'node:fs/promises'
import { expect, type BrowserContext, type Page } from '@playwright/test'
import { assessment, BOARD, openCard, savedState, storedText, test, textOf, typeAtEnd, type Site } from './world.ts'

const notKept = (page: Page) => page.getByRole('alert').filter({ hasText: 'is on this page only' })
const keepsNoCopy = (page: Page) => page.getByRole('status').filter({ hasText: 'This browser keeps no copy' })

/** What the page offers to take away, as the file that comes of it. */
async function takenAway(page: Page): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    notKept(page).getByRole('button', { name: 'Download' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^unsaved-.*\.md$/)
  return readFile(await download.path(), 'utf8')
}

/** Types without a connection, and finds all told as it is; then the connection is back, and all of it saved. */
async function writesOffline(site: Site, { page, context }: { page: Page; context: BrowserContext }, card: string) {
  const words = `Nowhere but here, ${card}.`
  await context.setOffline(true)
  await typeAtEnd(page, ` ${words}`)
  await expect(savedState(page)).toHaveText('Only on this page')
  await expect(notKept(page)).toBeVisible()
  await expect(page.getByText(/on this device/i)).toHaveCount(0)
  expect(await takenAway(page)).toContain(words)

  // Leaving is asked about first, whichever way it is.
  const asked = page.waitForEvent('dialog')
  const leaving = page.evaluate(() => void setTimeout(() => location.reload()))
  const dialog = await asked
  expect(dialog.type()).toBe('beforeunload')
  await dialog.dismiss()
  await leaving

  await context.setOffline(false)
  await expect(savedState(page)).toHaveText('Saved', { timeout: 30_000 })
  await expect(notKept(page)).toHaveCount(0)
  expect(await storedText(site, card)).toContain(words)
}

/** Faults of a browser's storage, as a page meets them. */
const BROKEN: Record<string, () => void> = {
  'K2: storage is shut off, as in a private window': () => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('Not allowed here.', 'SecurityError')
    }
  },
  'storage never answers': () => {
    IDBFactory.prototype.open = () => new EventTarget() as IDBOpenDBRequest
  },
  'storage is refused': () => {
    const open = IDBFactory.prototype.open
    IDBFactory.prototype.open = function (name) {
      // A later version lies there: the browser answers with an error.
      return open.call(this, name, 0.5)
    }
  },
  'the copies alone cannot be opened': () => {
    const open = IDBFactory.prototype.open
    IDBFactory.prototype.open = function (name, version) {
      if (name.startsWith('briefboard/')) throw new DOMException('No more databases.', 'UnknownError')
      return open.call(this, name, version)
    }
  },
  'the copies alone never answer': () => {
    const open = IDBFactory.prototype.open
    IDBFactory.prototype.open = function (name, version) {
      return name.startsWith('briefboard/') ? (new EventTarget() as IDBOpenDBRequest) : open.call(this, name, version)
    }
  },
}

for (const [index, [what, breakStorage]] of Object.entries(BROKEN).entries())
  test(`${what}: the card can be written in, and the page says what that is worth`, async ({ site }) => {
    const card = ['returnees', 'prevention', 'financing', 'propaganda', 'rehabilitation'][index] ?? ''
    const ann = await site.signIn('editor', 'Ann')
    await ann.page.addInitScript(breakStorage)
    await ann.page.goto(`${BOARD}/cards/${card}`)
    await expect(assessment(ann.page)).toBeVisible({ timeout: 30_000 })
    await expect(savedState(ann.page)).toHaveText('Saved')
    await expect(keepsNoCopy(ann.page)).toBeVisible()
    await typeAtEnd(ann.page, ' Written with a connection.')
    await expect(savedState(ann.page)).toHaveText('Saved')
    await writesOffline(site, ann, card)
  })

/** Faults that come while the page is open. */
const LATER: Record<string, (page: Page, url: string) => Promise<unknown>> = {
  'the browser clears its data': async (page, url) => {
    const browser = await page.context().newCDPSession(page)
    const { origin } = new URL(url)
    await browser.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' })
  },
  'somebody deletes the databases': (page) =>
    page.evaluate(async () => {
      for (const { name = '' } of await indexedDB.databases()) indexedDB.deleteDatabase(name)
    }),
  'a write throws': (page) =>
    page.evaluate(() => {
      IDBObjectStore.prototype.add = () => {
        throw new DOMException('No room.', 'QuotaExceededError')
      }
    }),
  'K1: there is no room: the browser gives up every write': (page) =>
    page.evaluate(() => {
      for (const name of ['add', 'put'] as const) {
        const write = IDBObjectStore.prototype[name]
        IDBObjectStore.prototype[name] = function (...given) {
          const request = write.apply(this, given)
          this.transaction.abort()
          return request
        }
      }
    }),
  'a write never ends': (page) =>
    page.evaluate(() => {
      const begin = IDBDatabase.prototype.transaction
      IDBDatabase.prototype.transaction = function (...given) {
        const transaction = begin.apply(this, given)
        for (const name of ['oncomplete', 'onabort', 'onerror']) Object.defineProperty(transaction, name, { set() {} })
        transaction.addEventListener = () => undefined
        return transaction
      }
    }),
}

for (const [index, [what, spoil]] of Object.entries(LATER).entries())
  test(`${what} while the card is open: nothing is said to be on this device`, async ({ site }) => {
    const card = ['west-africa-sahel', 'east-africa', 'middle-east', 'un-response', 'core-network'][index] ?? ''
    const ann = await site.signIn('editor', 'Ann')
    await openCard(ann.page, card)
    await typeAtEnd(ann.page, ' Before.')
    await expect(savedState(ann.page)).toHaveText('Saved')
    await spoil(ann.page, site.url)
    await writesOffline(site, ann, card)
  })

test('a second tab that keeps nothing takes nothing from the first, which does', async ({ site }) => {
  const ann = await site.signIn('editor', 'Ann')
  await openCard(ann.page, 'cultural-heritage')
  const second = await ann.context.newPage()
  await second.addInitScript(BROKEN['K2: storage is shut off, as in a private window'] ?? '')
  await openCard(second, 'cultural-heritage')
  await ann.context.setOffline(true)
  await typeAtEnd(ann.page, ' In the first tab.')
  await expect(savedState(ann.page)).toHaveText('On this device')
  await typeAtEnd(second, ' In the second tab.')
  await expect(savedState(second)).toHaveText('Only on this page')
  await ann.page.close()
  await ann.context.setOffline(false)
  await expect(savedState(second)).toHaveText('Saved', { timeout: 30_000 })
  // The first tab's words wait on the device, and the next page sends them.
  const third = await ann.context.newPage()
  await openCard(third, 'cultural-heritage')
  for (const words of ['In the first tab.', 'In the second tab.']) {
    await expect.poll(() => textOf(third)).toContain(words)
    await expect.poll(() => storedText(site, 'cultural-heritage')).toContain(words)
  }
})

test('a card that is closed while only this page has its text is saved when the connection is back', async ({
  site,
}) => {
  const { page, context } = await site.signIn('editor', 'Ann')
  await page.addInitScript(BROKEN['K2: storage is shut off, as in a private window'] ?? '')
  await openCard(page, 'criminal-justice')
  await context.setOffline(true)
  await typeAtEnd(page, ' Closed and opened.')
  await expect(savedState(page)).toHaveText('Only on this page')

  // Leaving the board is asked about; the answer is no.
  const asked = page.waitForEvent('dialog')
  const leaving = page.evaluate(() => document.querySelector<HTMLElement>('a[href="/"]')?.click())
  const dialog = await asked
  expect(dialog.message()).toContain('not saved yet')
  await dialog.dismiss()
  await leaving
  await expect(notKept(page)).toBeVisible()

  await page.getByRole('link', { name: 'Close card' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await context.setOffline(false)
  await expect.poll(() => storedText(site, 'criminal-justice'), { timeout: 30_000 }).toContain('Closed and opened.')
})
