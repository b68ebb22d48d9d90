/** Far more than people write, from a program of a member's own: the card opens, can be written in, and shows it a part at a time. */
import { assessmentOf } from '@briefboard/board'
import { BoardId, boardRoom, CardId, cardRoom, talkRoom, type Role, type RoomId } from '@briefboard/protocol'
import { openClient } from '@briefboard/testkit'
import { expect } from '@playwright/test'
import * as Y from 'yjs'
import { openBoard, openCard, savedState, test, textOf, typeAtEnd, type Site } from './world.ts'

const ID = BoardId.parse('isil-2016-2018')
const CARD = 'europe'
/** An edit may have 5,000 parts. */
const THREADS_AN_EDIT = 400

async function write(site: Site, role: Role, room: RoomId, changes: readonly ((doc: Y.Doc) => void)[]): Promise<void> {
  const client = openClient({ url: site.url, room, token: await site.token(role) })
  await client.synced()
  for (const change of changes) {
    client.doc.transact(() => change(client.doc))
    await client.saved.whenSaved()
  }
  client.close()
}

/** Nothing of the text is left that they were about. */
function addThreads(doc: Y.Doc, first: number): void {
  for (let index = first; index < first + THREADS_AN_EDIT; index++) {
    const said = { id: 'm', by: { id: 'x', name: 'X' }, at: '2026-01-01T00:00:00.000Z', text: `Flood ${index}.` }
    const thread = new Y.Map<unknown>([
      ['card', CARD],
      ['anchor', { start: 'gone', end: 'gone', quote: 'e' }],
      ['messages', Y.Array.from([said])],
    ])
    doc.getMap('threads').set(`flood-${index}`, thread)
  }
}

test('thousands of a reviewer’s threads on one card: it opens for the others, who write in it and see the newest', async ({
  site,
}) => {
  test.setTimeout(120_000)
  const floods = [0, 1, 2, 3, 4].map((part) => (doc: Y.Doc) => addThreads(doc, part * THREADS_AN_EDIT))
  await write(site, 'reviewer', talkRoom(ID), floods)
  const { page } = await site.signIn('editor', 'Ann')
  await openCard(page, CARD)
  await typeAtEnd(page, ' Written beside a flood.')
  await expect(savedState(page)).toHaveText('Saved')
  await expect.poll(() => textOf(page)).toContain('Written beside a flood.')
  const threads = page.getByRole('article', { name: /^Thread by/ })
  await expect(threads.first()).toBeVisible()
  const shown = await threads.count()
  expect(shown).toBeLessThan(200)
  await page.getByRole('button', { name: /^Show older ones/ }).click()
  await expect.poll(() => threads.count()).toBeGreaterThan(shown)
})

test('a thousand messages in one thread: the newest are shown, the others on request', async ({ site }) => {
  const said = Array.from({ length: 1000 }, (_, index) => ({
    ...{ id: `m${index}`, by: { id: 'x', name: 'X' }, at: '2030-01-01T00:00:00.000Z', text: `Message ${index}.` },
  }))
  await write(site, 'reviewer', talkRoom(ID), [
    (doc) =>
      doc.getMap('threads').set(
        'long',
        new Y.Map<unknown>([
          ['card', 'financing'],
          ['messages', Y.Array.from(said)],
        ]),
      ),
  ])
  const { page } = await site.signIn('viewer', 'Vic')
  await openCard(page, 'financing')
  await expect(page.getByText('Message 999.')).toBeVisible()
  await expect(page.getByText('Message 900.')).toHaveCount(0)
  await page.getByRole('button', { name: /^Show earlier messages/ }).click()
  await expect(page.getByText('Message 900.')).toBeVisible()
})

const unbroken = 'ab'.repeat(10_000)

/** Chromium lays out a run without a break in the square of its length, where pairs of letters are kerned. */
test('tens of thousands of letters without a space: the card opens', async ({ site }) => {
  await write(site, 'editor', cardRoom(ID, CardId.parse('propaganda')), [
    (doc) => {
      const text = assessmentOf(doc)
      text.insertEmbed(text.length, new Y.Map())
      text.insert(text.length, unbroken)
    },
  ])
  const { page } = await site.signIn('editor', 'Bea')
  await openCard(page, 'propaganda')
  await typeAtEnd(page, ' Behind it.')
  await expect.poll(() => textOf(page)).toContain('Behind it.')
  await expect(savedState(page)).toHaveText('Saved')
})

test('a letter with tens of thousands of accents in a key judgement: the board opens for everybody', async ({
  site,
}) => {
  await write(site, 'editor', boardRoom(ID), [
    (doc) => {
      const card = doc.getMap('cards').get('core-network')
      if (!(card instanceof Y.Map)) throw new Error('The card is not there.')
      card.set('keyJudgement', new Y.Text(`x${'\u0301'.repeat(49_000)}`))
    },
  ])
  const { page } = await site.signIn('viewer', 'Vera')
  await openBoard(page)
  await page.evaluate(() => document.body.offsetHeight)
  await expect(page.getByRole('button', { name: /State of your edits/ })).toBeVisible()
})

test('thousands of figures: a part of the charts is drawn, and a link to any one series leads to it', async ({
  site,
}) => {
  test.setTimeout(120_000)
  const series = Array.from({ length: 4 }, (_, part) => (doc: Y.Doc) => {
    for (let index = part * 750; index < (part + 1) * 750; index++)
      doc.getMap('figures').set(`flood-${index}`, {
        ...{ card: CARD, measure: `Flood ${index >> 1}`, low: index, high: index + 1, unit: 'boats', basis: 'counted' },
        ...{ period: index % 2 === 0 ? '1850' : '2016', qualifier: 'none' },
        citation: { symbol: 'S/2018/80', paragraph: 1 },
      })
  })
  await write(site, 'editor', boardRoom(ID), series)
  const { page } = await site.signIn('viewer', 'Vic')
  await page.goto(`${site.url}/boards/${ID}/figures`)
  const charts = page.locator('figure')
  await expect(charts).toHaveCount(36)
  await page.getByRole('link', { name: 'More charts' }).click()
  await expect(page.locator('#chart-1')).toHaveCount(0)
  await expect(charts).toHaveCount(36)

  await page.goto(`${site.url}/boards/${ID}/figures#chart-900`)
  await expect(page.locator('#chart-900')).toBeInViewport()
  await page.goto(`${site.url}/boards/${ID}/figures?rows=9`)
  const link = page.getByRole('link', { name: 'In a chart' }).last()
  const anchor = new URL((await link.getAttribute('href')) ?? '', site.url).hash
  await link.click()
  await expect(page.locator(anchor)).toBeInViewport()

  await openCard(page, CARD)
  await expect(page.getByText('100 of 3', { exact: false })).toBeVisible()
  await page.getByRole('button', { name: 'Show more figures' }).click()
  await expect(page.getByText('200 of 3', { exact: false })).toBeVisible()
})
