/**
 * `npm run bench -- page [--keys N]`: how a text of 20,000 words feels in Chromium: opening it, a key until it is painted,
 * alone and with three others typing, and what a letter of somebody else's costs the page.
 */
import { parseArgs } from 'node:util'
import { assessmentOf } from '@briefboard/board'
import { invite } from '@briefboard/library'
import { cardRoom, type BoardId, type CardId } from '@briefboard/protocol'
import { openLmdbStore } from '@briefboard/store'
import { openClient, percentile, startServer, tempFolder, type SyncClient } from '@briefboard/testkit'
import { chromium, type CDPSession, type Page } from '@playwright/test'
import * as Y from 'yjs'

const BOARD = 'isil-2016-2018' as BoardId
const CARD = 'prevention' as CardId
const WORDS = 20_000
const WORDS_A_PARAGRAPH = 80
const OTHERS = 3
const OPENINGS = 7
const REMOTE_LETTERS = 400
const { values } = parseArgs({ options: { keys: { type: 'string' } } })
const keys = Number(values.keys ?? 400)

await using folder = await tempFolder()
const server = await startServer({ PORT: '0', DATA_DIR: folder.path, MAX_WORK_PER_PERSON: '0' })
const store = openLmdbStore({ dataDir: folder.path })
const ann = await invite(store.records, { role: 'editor', name: 'Ann' }, new Date())
const { token } = await invite(store.records, { role: 'editor', name: 'Program' }, new Date())
await store.close()
const open = async (): Promise<SyncClient> => {
  const client = openClient({ url: server.url, room: cardRoom(BOARD, CARD), token })
  await client.synced()
  return client
}
const writer = await open()
fill(assessmentOf(writer.doc))
await writer.saved.whenSaved()

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
})
const page = await (await browser.newContext({ baseURL: server.url })).newPage()
await page.goto(`/sign-in?code=${ann.code}`)
await page.getByRole('button', { name: /^Sign in as/ }).click()
await page.waitForURL('/')

const openings: number[] = []
for (let time = 0; time < OPENINGS; time++) openings.push(await openingMs(page))
console.log(
  `opening a text of ${WORDS} words from the board: median ${percentile(openings, 50).toFixed(0)} ms (${openings.map(Math.round).join(', ')})`,
)

const cdp = await page.context().newCDPSession(page)
const text = page.getByRole('textbox', { name: 'Assessment' })
await text.locator('p').nth(100).click()
tell('alone', await typingMs(page, cdp))
const others = await Promise.all(Array.from({ length: OTHERS }, open))
const typing = others.map((other, index) => setInterval(() => typeALetter(other, index), 120))
tell(`with ${OTHERS} others typing`, await typingMs(page, cdp))
for (const timer of typing) clearInterval(timer)
console.log(`a letter of another’s: ${(await remoteMs(cdp, others)).toFixed(2)} ms of the page’s time`)

await browser.close()
for (const client of [writer, ...others]) client.close()
await server.kill('SIGTERM')

function fill(shared: Y.Text): void {
  const sentence =
    'Boats came in at night and left before the morning with fewer people than had been counted there'.split(' ')
  shared.doc?.transact(() => {
    for (let word = 0; word < WORDS; word += WORDS_A_PARAGRAPH) {
      shared.insertEmbed(shared.length, new Y.Map())
      const words = Array.from({ length: WORDS_A_PARAGRAPH }, (_, at) => sentence[(word + at) % sentence.length])
      shared.insert(shared.length, words.join(' '))
    }
  })
}

/** From the click on the card to a text that can be written in, painted. */
async function openingMs(page: Page): Promise<number> {
  await page.goto(`/boards/${BOARD}`)
  await page.getByRole('button', { name: /State of your edits: Saved/ }).waitFor()
  const tile = page.locator(`a[href$="/cards/${CARD}"]`).first()
  await tile.waitFor()
  // Whoever looks at a card is about to click it: the page fetches its program when the pointer comes.
  await tile.hover()
  await page.waitForTimeout(500)
  return page.evaluate(async (card) => {
    const began = performance.now()
    document.querySelector<HTMLElement>(`a[href$="/cards/${card}"]`)?.click()
    while (document.querySelector('[role="textbox"][contenteditable="true"][aria-label="Assessment"]') === null)
      await new Promise((resolve) => setTimeout(resolve, 1))
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
    return performance.now() - began
  }, CARD)
}

/** Each key from its event to the frame that shows it. */
async function typingMs(page: Page, cdp: CDPSession): Promise<number[]> {
  await page.evaluate(() => {
    const times: number[] = []
    Object.assign(globalThis, { times })
    addEventListener(
      'keydown',
      (event) => {
        const channel = new MessageChannel()
        channel.port1.onmessage = () => times.push(performance.now() - event.timeStamp)
        // What is posted from within a frame comes when it has been painted.
        requestAnimationFrame(() => channel.port2.postMessage(null))
      },
      { capture: true },
    )
  })
  for (let key = 0; key < keys; key++) {
    const letter = key % 7 === 6 ? ' ' : 'x'
    await cdp.send('Input.dispatchKeyEvent', { type: 'keyDown', text: letter, key: letter })
    await cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', key: letter })
    await page.waitForTimeout(60)
  }
  return page.evaluate(() => (globalThis as unknown as { times: number[] }).times)
}

function typeALetter(other: SyncClient, index: number): void {
  const shared = assessmentOf(other.doc)
  shared.insert(Math.floor((shared.length * (index + 1)) / (OTHERS + 1)), 'y')
}

async function remoteMs(cdp: CDPSession, others: readonly SyncClient[]): Promise<number> {
  await cdp.send('Performance.enable', {})
  const taskMs = async (): Promise<number> => {
    const { metrics } = await cdp.send('Performance.getMetrics')
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000
  }
  const during = async (work: () => void): Promise<number> => {
    const before = await taskMs()
    for (let letter = 0; letter < REMOTE_LETTERS; letter++) {
      work()
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    return (await taskMs()) - before
  }
  const idle = await during(() => undefined)
  let next = 0
  const busy = await during(() => typeALetter(others[next++ % others.length] ?? writer, next % others.length))
  return (busy - idle) / REMOTE_LETTERS
}

function tell(when: string, times: readonly number[]): void {
  console.log(
    `a key until it is painted, ${when}: p50 ${percentile(times, 50).toFixed(1)} ms, p99 ${percentile(times, 99).toFixed(1)} ms of ${times.length}`,
  )
}
