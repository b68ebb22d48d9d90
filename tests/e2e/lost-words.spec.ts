/** S5: what somebody writes is kept or answered in words, whatever another program has put into the board (S3, S16). */
import { assessmentOf, cardMap, threadsMap } from '@briefboard/board'
import { BoardId, boardRoom, CardId, cardRoom, talkRoom, type RoomId } from '@briefboard/protocol'
import { openClient } from '@briefboard/testkit'
import { expect, type Page } from '@playwright/test'
import * as Y from 'yjs'
import { assessment, BOARD, openCard, test, type Site } from './world.ts'

const ID = BoardId.parse('isil-2016-2018')

/** Writes as another program does. */
async function write(site: Site, room: RoomId, change: (doc: Y.Doc) => void): Promise<void> {
  const client = openClient({ url: site.url, room, token: await site.token('editor') })
  await client.synced()
  client.doc.transact(() => change(client.doc))
  await client.saved.whenSaved()
  client.close()
}

const changeCard = (site: Site, card: string, change: (map: Y.Map<unknown>) => void): Promise<void> =>
  write(site, boardRoom(ID), (doc) => {
    const map = cardMap(doc, card)
    if (map === null) throw new Error(`There is no card ${card}.`)
    change(map)
  })

async function storedBoard(site: Site): Promise<string> {
  const headers = { authorization: `Bearer ${await site.token('viewer')}` }
  return (await fetch(`${site.url}/api/boards/${ID}`, { headers })).text()
}

async function judge(page: Page, reason: string): Promise<void> {
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Revise|Judge/ })
    .first()
    .click()
  const dialog = page.getByRole('dialog', { name: /Judge this card|Revise the judgement/ })
  await dialog.getByLabel('Reason').fill(reason)
  await dialog.getByRole('button', { name: /^(Judge|Revise)$/ }).click()
}

const BROKEN: Record<string, (map: Y.Map<unknown>) => void> = {
  europe: (map) => map.set('judgements', new Y.Array()),
  financing: (map) => map.delete('judgements'),
  returnees: (map) => map.set('judgements', 5),
}

for (const [card, breakIt] of Object.entries(BROKEN))
  test(`a judgement is kept whatever stands in the place of the others (${card})`, async ({ site }) => {
    await changeCard(site, card, breakIt)
    const { page } = await site.signIn('editor', 'Ann')
    await openCard(page, card)
    await judge(page, `A reason of ${card}, thought about for an hour.`)
    await expect(page.getByRole('dialog', { name: /Judge this card|Revise/ })).toHaveCount(0)
    await expect.poll(() => storedBoard(site)).toContain(`A reason of ${card}, thought about for an hour.`)
  })

test('a judgement on a card that somebody has removed stays in its dialog, which says why', async ({ site }) => {
  const { page } = await site.signIn('editor', 'Ann')
  await openCard(page, 'prevention')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Revise|Judge/ })
    .first()
    .click()
  const dialog = page.getByRole('dialog', { name: /Judge this card|Revise the judgement/ })
  await dialog.getByLabel('Reason').fill('Thought about for an hour.')
  await write(site, boardRoom(ID), (doc) => doc.getMap('cards').delete('prevention'))
  await expect(page.getByText('There is no such card')).toBeVisible()
  await dialog.getByRole('button', { name: /^(Judge|Revise)$/ }).click()
  await expect(dialog.getByRole('alert')).toHaveText('Not judged. The card is no longer on the board.')
  await expect(dialog.getByLabel('Reason')).toHaveValue('Thought about for an hour.')
})

test('a title that is no shared text is shown, and the field says why it cannot be changed', async ({ site }) => {
  await changeCard(site, 'propaganda', (map) => {
    map.set('title', 'A plain title')
    map.delete('keyJudgement')
  })
  const { page } = await site.signIn('editor', 'Ann')
  await openCard(page, 'propaganda')
  for (const [label, words] of [
    ['Title', 'A plain title'],
    ['Key judgement', ''],
  ] as const) {
    const field = page.getByRole('dialog').getByLabel(label, { exact: true })
    await expect(field).toHaveValue(words)
    await expect(field).not.toBeEditable()
    await expect(field).toHaveAccessibleDescription(/cannot be edited together/)
  }
})

test('what is typed into a title with embedded values lands where it was typed', async ({ site }) => {
  await changeCard(site, 'rehabilitation', (map) => {
    const title = new Y.Text('Plain words')
    map.set('title', title)
    for (let index = 0; index < 6; index++) title.insertEmbed(0, { a: 1 })
    const judgement = new Y.XmlText('Formatted words')
    map.set('keyJudgement', judgement)
    judgement.format(0, 5, { bold: { a: 1 } })
  })
  const { page } = await site.signIn('editor', 'Ann')
  await openCard(page, 'rehabilitation')
  for (const [label, words] of [
    ['Title', 'Plain words'],
    ['Key judgement', 'Formatted words'],
  ] as const) {
    const field = page.getByRole('dialog').getByLabel(label, { exact: true })
    await expect(field).toHaveValue(words)
    await field.click()
    await page.keyboard.press('Control+End')
    await page.keyboard.type(' typed', { delay: 30 })
    await page.keyboard.press('Backspace')
    await expect(field).toHaveValue(`${words} type`)
    await expect.poll(() => storedBoard(site)).toContain(`"${words} type"`)
  }
})

test('sixty threads whose words repeat themselves do not stop the page while another types', async ({ site }) => {
  const card = CardId.parse('un-response')
  await write(site, cardRoom(ID, card), (doc) => {
    const text = assessmentOf(doc)
    text.insertEmbed(text.length, new Y.Map())
    text.insert(text.length, 'a'.repeat(30_000))
  })
  await write(site, talkRoom(ID), (doc) => {
    for (let index = 0; index < 60; index++) {
      const said = { id: 'm', by: { id: 'x', name: 'X' }, at: '2026-01-01T00:00:00Z', text: 'Hello.' }
      const anchor = { start: '', end: '', quote: 'a'.repeat(1900) }
      const entries: [string, unknown][] = [
        ...Object.entries({ card, resolved: null, anchor, messages: Y.Array.from([said]) }),
      ]
      threadsMap(doc).set(`t${index}`, new Y.Map(entries))
    }
  })
  const { page } = await site.signIn('editor', 'Ann')
  await page.goto(`${BOARD}/cards/${card}`)
  await expect(assessment(page)).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText('Detached').first()).toBeVisible()
  const begun = Date.now()
  for (const letter of 'xyz') await write(site, cardRoom(ID, card), (doc) => assessmentOf(doc).insert(1, letter))
  await expect(assessment(page)).toContainText('zyx')
  expect(Date.now() - begun).toBeLessThan(10_000)
})
