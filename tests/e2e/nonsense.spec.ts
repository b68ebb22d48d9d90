/** S3, S16 in the page: whatever stands in the board, its comments or a card, their pages show the rest, also from the device's copy. */
import { BoardId, boardRoom, CardId, cardRoom, talkRoom, type RoomId } from '@briefboard/protocol'
import {
  isSendable,
  nonsenseBoard,
  nonsenseCard,
  nonsenseTalk,
  openClient,
  openRaw,
  seededRandom,
} from '@briefboard/testkit'
import { expect, type Page } from '@playwright/test'
import * as Y from 'yjs'
import { assessment, BOARD, openBoard, openCard, savedState, test, textOf, typeAtEnd, type Site } from './world.ts'

const ID = BoardId.parse('isil-2016-2018')
const CARD = 'west-africa-sahel'
const ODD_CARD = 'egypt-libya-maghreb'
const by = { id: 'a', name: 'A' }
const at = '2026-01-01T00:00:00.000Z'
const citation = { symbol: 'S/2018/80', paragraph: 13 }

/** Writes as a stock client does. */
async function write(site: Site, room: RoomId, change: (doc: Y.Doc) => void): Promise<void> {
  const client = openClient({ url: site.url, room, token: await site.token('editor') })
  await client.synced()
  change(client.doc)
  await client.saved.whenSaved()
  client.close()
}

function cardOf(doc: Y.Doc): Y.Map<unknown> {
  const card = doc.getMap('cards').get(CARD)
  if (!(card instanceof Y.Map)) throw new Error(`There is no card ${CARD}.`)
  return card
}

/** Everything that is keyed comes twice, and everything that is looked up is named like a part of JavaScript. */
async function writeDoubles(site: Site): Promise<void> {
  await write(site, boardRoom(ID), (doc) => {
    const card = cardOf(doc)
    card.set('countries', ['__proto__', 'LY', 'LY', 'constructor'])
    card.set('themes', ['toString', 'financing', 'financing'])
    card.set('gaps', [
      { text: 'What?', citations: [citation, citation] },
      { text: 'What?', citations: [] },
    ])
    card.set('tags', 'x'.repeat(600_000))
    const judgements = card.get('judgements') as Y.Map<unknown>
    judgements.set('twice', {
      ...{ basis: null, threatLevel: 'severe', trend: 'rising', likelihood: 'likely', confidence: 'low' },
      ...{ reason: 'r', citations: [citation, citation], by, at, asOf: null },
    })
    const figure = { card: CARD, measure: 'Boats', low: 1, high: 2, unit: 'boats', period: '2017', basis: 'counted' }
    for (const id of ['one', 'two']) doc.getMap('figures').set(id, { ...figure, qualifier: 'none', citation })
    doc.getMap('figures').set('bytes', new Uint8Array(900_000))
  })
  await write(site, talkRoom(ID), (doc) => {
    for (const card of ['__proto__', CARD]) {
      const said = { id: 'same', by, at, text: 'Said twice under one id.' }
      const thread = new Y.Map<unknown>([
        ['card', card],
        ['messages', Y.Array.from([said, said, said])],
      ])
      doc.getMap('threads').set(`thread-${card}`, thread)
    }
  })
}

/** In bytes; the gate may refuse one, and whoever is told "saved" has it in the document. */
async function send(site: Site, room: RoomId, updates: readonly Uint8Array[]): Promise<void> {
  for (const update of updates.filter(isSendable)) {
    const client = await openRaw({ url: site.url, room, token: await site.token('editor') })
    client.sendUpdate(update)
    await client.mark()
    client.close()
  }
}

/** What a page throws, and what it could not draw. */
function faultsOf(page: Page): string[] {
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  return faults
}

test('doubles and names like a part of JavaScript, while the pages are open, after a reload, and from the device’s copy', async ({
  site,
}) => {
  const { page } = await site.signIn('editor', 'Ann')
  const faults = faultsOf(page)
  await openCard(page, CARD)
  await writeDoubles(site)
  const comments = page.getByRole('dialog').getByText('Said twice under one id.')
  await expect(comments).toHaveCount(3)
  await page.reload()
  await expect(comments).toHaveCount(3)
  await expect(assessment(page)).toBeVisible()
  await typeAtEnd(page, ' Typed beside nonsense.')
  await expect(savedState(page)).toHaveText('Saved')
  for (const tab of ['Sources', 'History']) await page.getByRole('tab', { name: tab }).click()
  await openBoard(page)
  for (const place of ['map', 'figures', 'coverage', 'sources', 'packs']) {
    await page.goto(`${BOARD}/${place}`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  }
  await page.goto('/')
  await expect(page.getByRole('link', { name: /ISIL/ }).first()).toBeVisible()
  expect(faults).toEqual([])
})

test('anything at all in every room: the card’s and the board’s pages show what can be read', async ({ site }) => {
  test.setTimeout(120_000)
  const { page } = await site.signIn('editor', 'Bob')
  const faults = faultsOf(page)
  await openBoard(page)
  const random = seededRandom(7)
  for (let round = 0; round < 3; round++) {
    await send(site, boardRoom(ID), nonsenseBoard(random))
    await send(site, talkRoom(ID), nonsenseTalk(random))
    await send(site, cardRoom(ID, CardId.parse(ODD_CARD)), nonsenseCard(random))
  }
  await openBoard(page)
  await openCard(page, CARD)
  await typeAtEnd(page, ' Still here.')
  await expect(savedState(page)).toHaveText('Saved')
  await page.reload()
  await expect.poll(() => textOf(page)).toContain('Still here.')
  expect(faults).toEqual([])
  // The card whose own text is nonsense: whatever its editor makes of that, all that is around it is there.
  await page.goto(`${BOARD}/cards/${ODD_CARD}`)
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.getByRole('tab', { name: 'History' }).click()
  await expect(page.getByRole('tabpanel')).toBeVisible()
})

test('a part that cannot be drawn says so and leads to the board’s version; the rest of the card lives', async ({
  site,
}) => {
  const { page } = await site.signIn('editor', 'Cleo')
  await write(site, talkRoom(ID), (doc) => {
    const messages = Y.Array.from([{ id: 'm', by, at, text: 'A comment.' }])
    doc.getMap('threads').set(
      'drawn',
      new Y.Map<unknown>([
        ['card', 'europe'],
        ['messages', messages],
      ]),
    )
  })
  // A fault of the browser's, in what this comment alone is drawn with: its date.
  await page.addInitScript((broken) => {
    const { get } = Object.getOwnPropertyDescriptor(Intl.DateTimeFormat.prototype, 'format') ?? {}
    Object.assign(globalThis, { isBroken: true })
    Object.defineProperty(Intl.DateTimeFormat.prototype, 'format', {
      get(this: Intl.DateTimeFormat) {
        const format = get?.call(this) as Intl.DateTimeFormat['format']
        return (date: Date): string => {
          const isMeant = date instanceof Date && date.toISOString() === broken
          if (isMeant && (globalThis as { isBroken?: boolean }).isBroken) throw new Error('broken on purpose')
          return format(date)
        }
      },
    })
  }, at)
  await page.goto(`${BOARD}/cards/europe`)
  const notice = page.getByRole('alert').filter({ hasText: 'What stands beside the text cannot be shown' })
  await expect(notice).toBeVisible()
  await expect(assessment(page)).toBeVisible()
  await typeAtEnd(page, ' Typed beside a broken part.')
  await expect(savedState(page)).toHaveText('Saved')
  await page.evaluate(() => Object.assign(globalThis, { isBroken: false }))
  await notice.getByRole('button', { name: 'Load the board’s version' }).click()
  await expect(notice).toBeHidden()
  await expect(page.getByRole('dialog').getByText('A comment.')).toBeVisible()
  await expect.poll(() => textOf(page)).toContain('Typed beside a broken part.')
})

test('a copy that cannot be read is told beside what the server had, and the board’s version takes its place', async ({
  site,
}) => {
  const { page } = await site.signIn('editor', 'Dora')
  // A fault of the browser's, in what only the reading of a document calls: the search for NUL.
  await page.addInitScript(() => {
    const own = String.prototype.replaceAll as (this: string, ...call: unknown[]) => string
    Object.assign(globalThis, { isBroken: true })
    String.prototype.replaceAll = function (this: string, ...call: unknown[]) {
      const isMeant = call[0] === '\0' && (globalThis as { isBroken?: boolean }).isBroken
      if (isMeant) throw new Error('broken on purpose')
      return own.apply(this, call)
    }
  })
  await page.goto(BOARD)
  const notice = page.getByRole('status').filter({ hasText: 'What is here of the board' })
  await expect(notice).toBeVisible()
  await expect(page.locator('[data-card-link="europe"]')).toBeVisible()
  await page.evaluate(() => Object.assign(globalThis, { isBroken: false }))
  await notice.getByRole('button', { name: 'Load the board’s version' }).click()
  await expect(notice).toBeHidden()
  await expect(page.locator('[data-card-link="europe"]')).toBeVisible()
})

test('T3: nobody who opens any page writes anything, whatever stands in the documents', async ({ site }) => {
  test.slow()
  const random = seededRandom(11)
  await send(site, boardRoom(ID), nonsenseBoard(random))
  await send(site, talkRoom(ID), nonsenseTalk(random))
  await send(site, cardRoom(ID, CardId.parse(ODD_CARD)), nonsenseCard(random))
  const rooms = [boardRoom(ID), talkRoom(ID), ...[CARD, ODD_CARD].map((card) => cardRoom(ID, CardId.parse(card)))]
  const written: RoomId[] = []
  const watchers = await Promise.all(
    rooms.map(async (room) => {
      const watcher = openClient({ url: site.url, room, token: await site.token('editor') })
      await watcher.synced()
      watcher.doc.on('update', () => written.push(room))
      return watcher
    }),
  )
  for (const role of ['viewer', 'editor', 'owner'] as const) {
    const { page } = await site.signIn(role, role)
    await openBoard(page)
    for (const place of [
      'map',
      'figures',
      'coverage',
      'sources',
      'packs',
      'recovered',
      `cards/${CARD}`,
      `cards/${ODD_CARD}`,
    ]) {
      await page.goto(`${BOARD}/${place}`)
      await expect(page.getByRole('heading').first()).toBeVisible()
      await page.waitForTimeout(500)
    }
  }
  expect(written).toEqual([])
  for (const watcher of watchers) watcher.close()
})
