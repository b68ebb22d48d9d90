/** A server of each test file's own on a fresh store, and people who sign in to it by link, each in a browser of their own. */
import { readFileSync } from 'node:fs'
import { invite } from '@briefboard/library'
import type { Role } from '@briefboard/protocol'
import { openLmdbStore } from '@briefboard/store'
import { startServer, tempFolder } from '@briefboard/testkit'
import { expect, test as base, type Browser, type BrowserContext, type Locator, type Page } from '@playwright/test'

export const BOARD = '/boards/isil-2016-2018'

export interface Site {
  url: string
  /** A bearer token for the API. */
  token(role: Role): Promise<string>
  /** A sign-in link for somebody new. */
  invite(role: Role, name: string): Promise<{ link: string }>
  /** A page of somebody who has just signed in by link. */
  signIn(
    role: Role,
    name: string,
    options?: Parameters<Browser['newContext']>[0],
  ): Promise<{ page: Page; context: BrowserContext }>
}

/** A browser that is driven by a program does in a minute what a person does in a day. */
const UNHURRIED = { MAX_WORK_PER_PERSON: '0' }

export interface Server {
  url: string
  dataDir: string
}

/** On a free port and a fresh store, which goes with it. */
export async function freshServer(settings: Record<string, string>): Promise<Server & AsyncDisposable> {
  const folder = await tempFolder()
  const server = await startServer({ PORT: '0', DATA_DIR: folder.path, ...settings })
  return {
    url: server.url,
    dataDir: folder.path,
    async [Symbol.asyncDispose]() {
      await server.kill('SIGTERM')
      await folder[Symbol.asyncDispose]()
    },
  }
}

/** The server of one test file, stopped when the next file asks for its own: what one file writes, no other reads. */
class FileServer {
  #file: string | null = null
  #server: (Server & AsyncDisposable) | null = null

  async of(file: string): Promise<Server> {
    if (this.#server !== null && this.#file === file) return this.#server
    await this.stop()
    this.#file = file
    return (this.#server = await freshServer(UNHURRIED))
  }

  async stop(): Promise<void> {
    await this.#server?.[Symbol.asyncDispose]()
    this.#server = null
  }
}

export const test = base.extend<{ site: Site; server: Server }, { fileServer: FileServer }>({
  fileServer: [
    // Playwright reads the empty pattern to learn what the fixture needs: nothing.
    async ({}, use) => {
      const fileServer = new FileServer()
      await use(fileServer)
      await fileServer.stop()
    },
    { scope: 'worker' },
  ],
  server: async ({ fileServer }, use, { file }) => use(await fileServer.of(file)),
  site: async ({ browser, server }, use) => {
    const contexts: BrowserContext[] = []
    await use({
      url: server.url,
      token: async (role) => (await inviteTo(server.dataDir, role, `Program of a ${role}`)).token,
      invite: async (role, name) => ({
        link: `${server.url}/sign-in?code=${(await inviteTo(server.dataDir, role, name)).code}`,
      }),
      async signIn(role, name, options) {
        const { code } = await inviteTo(server.dataDir, role, name)
        const context = await browser.newContext({ baseURL: server.url, ...options })
        contexts.push(context)
        const page = await context.newPage()
        await page.goto(`/sign-in?code=${code}`)
        await page.getByRole('button', { name: /^Sign in as/ }).click()
        await page.waitForURL('/')
        return { page, context }
      },
    })
    for (const context of contexts) await context.close()
  },
})

/** As the command line does it: beside the running server, on its store. */
async function inviteTo(dataDir: string, role: Role, name: string): ReturnType<typeof invite> {
  const store = openLmdbStore({ dataDir })
  try {
    return await invite(store.records, { role, name }, new Date())
  } finally {
    await store.close()
  }
}

export const assessment = (page: Page) => page.getByRole('textbox', { name: 'Assessment' })

/** Opens the board and waits until it can be worked on. */
export async function openBoard(page: Page): Promise<void> {
  await page.goto(BOARD)
  await expect(page.getByRole('button', { name: /State of your edits: Saved/ })).toBeVisible()
}

/** Opens a card and waits until it can be worked on. */
export async function openCard(page: Page, card: string): Promise<void> {
  await page.goto(`${BOARD}/cards/${card}`)
  await expect(assessment(page)).toBeVisible()
  await expect(savedState(page)).toHaveText('Saved')
}

/** What the card says of its own edits. */
export const savedState = (page: Page) =>
  page
    .getByRole('dialog')
    .getByText(/^(Saved|Saving…|On this device|Offline, will sync|Refused|Only here|Only on this page)/)
    .first()

/** Puts the cursor at the end of the assessment and types. */
export async function typeAtEnd(page: Page, words: string): Promise<void> {
  await expect(async () => {
    await assessment(page).click()
    await page.keyboard.press('Control+End')
    expect(await isCursorInLastBlock(page)).toBe(true)
  }).toPass()
  await page.keyboard.type(words)
}

/** Puts the cursor there and waits until the editor has heard of it: it does with the next frame. */
export async function goToEnd(page: Page): Promise<void> {
  await expect(async () => {
    await page.keyboard.press('Control+End')
    expect(await isCursorInLastBlock(page)).toBe(true)
  }).toPass()
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
}

/** What is shown while the pointer rests on a citation. Bringing that into view scrolls, and what is shown goes with a scroll. */
export async function noteAt(citation: Locator): Promise<Locator> {
  const page = citation.page()
  const note = page.getByRole('note')
  await expect(async () => {
    await page.mouse.move(0, 0)
    await citation.hover()
    await expect(note).toBeVisible({ timeout: 2000 })
  }).toPass()
  return note
}

function isCursorInLastBlock(page: Page): Promise<boolean> {
  return assessment(page).evaluate(
    (editor) => editor.lastElementChild?.contains(getSelection()?.anchorNode ?? null) ?? false,
  )
}

/** The plain text of an assessment without its citations' chips and others' carets. */
export function textOf(page: Page): Promise<string> {
  return assessment(page).evaluate((element) => {
    const copy = element.cloneNode(true) as HTMLElement
    for (const extra of copy.querySelectorAll(
      '[data-citation], .citation, [class*="caret"], .ProseMirror-separator, .ProseMirror-trailingBreak',
    ))
      extra.remove()
    return copy.textContent.replace(/\u2060/g, '')
  })
}

/** An assessment as the server gives it, as JSON. */
export async function storedText(site: Site, card: string): Promise<string> {
  const answer = await fetch(`${site.url}/api${BOARD}`, {
    headers: { authorization: `Bearer ${await site.token('viewer')}` },
  })
  const { cards } = (await answer.json()) as { cards: { id: string; assessment: unknown }[] }
  return JSON.stringify(cards.find(({ id }) => id === card)?.assessment)
}

/** A small report of our own, in the form of the real ones; it does not name its symbol. */
export const HARBOURS = readFileSync(
  new URL('../../packages/reports/src/fixtures/harbours-text.txt', import.meta.url),
  'utf8',
)

/** Gives the board that report as S/2031/7, by the API; it may be there already. */
export async function importHarbours(page: Page): Promise<void> {
  const multipart = {
    ...{ symbol: 'S/2031/7', date: '2031-05-04', replace: 'true' },
    file: { name: 'harbours.txt', mimeType: 'text/plain', buffer: Buffer.from(HARBOURS) },
  }
  const answer = await page.request.post(`/api${BOARD}/reports`, { multipart })
  expect(answer.status(), await answer.text()).toBe(201)
}
