/** What other clients say of themselves, and what a document holds that no editor can draw: neither ever makes a page write. */
import { assessmentOf, cardMap } from '@briefboard/board'
import { boardRoom, cardRoom, type BoardId, type CardId } from '@briefboard/protocol'
import { openClient, presenceFrame, type SyncClient } from '@briefboard/testkit'
import { expect, type Page, type WebSocketRoute } from '@playwright/test'
import * as Y from 'yjs'
import { assessment, openCard, savedState, storedText, test, textOf, typeAtEnd, type Site } from './world.ts'

/** Lets the test send frames to the page as the server would, past the server's own look at them. */
async function wireOf(page: Page): Promise<{ send(frame: Uint8Array): void }> {
  let wire: WebSocketRoute | null = null
  await page.routeWebSocket(/\/sync\/card\//, (socket) => {
    const server = socket.connectToServer()
    socket.onMessage((frame) => server.send(frame))
    server.onMessage((frame) => socket.send(frame))
    wire = socket
  })
  return { send: (frame) => wire?.send(Buffer.from(frame)) }
}

/** Somebody who writes from a program of their own. */
async function programOn(site: Site, card: string): Promise<SyncClient> {
  const room = cardRoom('isil-2016-2018' as BoardId, card as CardId)
  const client = openClient({ url: site.url, room, token: await site.token('editor') })
  await client.synced()
  return client
}

function write(client: SyncClient, words: string): void {
  const text = assessmentOf(client.doc)
  client.doc.transact(() => {
    text.insertEmbed(text.length, new Y.Map())
    text.insert(text.length, words)
  })
}

const NONSENSE: unknown[] = [
  { cursor: { anchor: null, head: null } },
  { cursor: { anchor: {}, head: {} } },
  { cursor: { anchor: { item: { client: 1e400, clock: -1 } }, head: 7 } },
  { cursor: 'here', user: { name: { toString: 1 }, color: { toString: 1 } } },
  { user: null, card: { toString: 1 } },
  [],
  'me',
]

test('S11: nonsense of others’ carets stops no editor: what comes is shown, what is typed keeps it', async ({
  site,
}) => {
  const { page } = await site.signIn('editor', 'Ann')
  const wire = await wireOf(page)
  await openCard(page, 'europe')
  const ben = await programOn(site, 'europe')
  for (const [index, state] of NONSENSE.entries()) wire.send(presenceFrame(7000 + index, 1, JSON.stringify(state)))

  write(ben, 'Six words that Ben has written.')
  await ben.saved.whenSaved()
  await expect.poll(() => textOf(page)).toContain('Six words that Ben has written.')
  await typeAtEnd(page, ' And Ann.')
  await expect(savedState(page)).toHaveText('Saved')
  const stored = await storedText(site, 'europe')
  expect(stored).toContain('Six words that Ben has written.')
  expect(stored).toContain('And Ann.')
  ben.close()
})

/** A fault in a part of the editor, at the next change that comes from others: the parts are reached by what TipTap leaves on its element. */
const breakOnce = (page: Page, plugin: string): Promise<void> =>
  assessment(page).evaluate((element, name) => {
    interface Field {
      name: string
      apply: () => unknown
    }
    const { editor } = element as unknown as { editor: { state: { config: { fields: Field[] } } } }
    const found = editor.state.config.fields.find((field) => field.name.startsWith(name))
    if (found === undefined) throw new Error(`There is no ${name}.`)
    found.apply = () => {
      throw new Error('A fault that the test put here.')
    }
  }, plugin)

for (const plugin of ['carets$', 'thread-marks$', 'quotation-signs$'])
  test(`an error in ${plugin} while a change of others is applied: the editor starts afresh, and no word is lost`, async ({
    site,
  }) => {
    const { page } = await site.signIn('editor', 'Ann')
    await openCard(page, 'europe')
    const ben = await programOn(site, 'europe')
    const words = `Ben writes while ${plugin} fails.`
    await typeAtEnd(page, ' Before.')
    await breakOnce(page, plugin)
    write(ben, words)
    await ben.saved.whenSaved()
    await expect.poll(() => textOf(page)).toContain(words)
    // The cursor is where it was, behind Ann's own words.
    await page.keyboard.type(' After.')
    await expect.poll(() => textOf(page)).toContain('Before. After.')
    await expect(savedState(page)).toHaveText('Saved')
    const stored = await storedText(site, 'europe')
    expect(stored).toContain(words)
    expect(stored).toContain('Before. After.')
    ben.close()
  })

test('a citation whose symbol is none is drawn as what it is, and the text goes on', async ({ site }) => {
  const { page } = await site.signIn('editor', 'Ann')
  await openCard(page, 'europe')
  const program = await programOn(site, 'europe')
  const text = assessmentOf(program.doc)
  program.doc.transact(() => {
    text.insertEmbed(text.length, new Y.Map())
    text.insert(text.length, 'Cited by a broken program.')
    for (const citation of [{ symbol: { toString: 1 }, paragraph: [] }, null, 7])
      text.insertEmbed(text.length, { citation })
  })
  await program.saved.whenSaved()
  await expect.poll(() => textOf(page)).toContain('Cited by a broken program.')
  await typeAtEnd(page, ' Ann goes on.')
  await expect(savedState(page)).toHaveText('Saved')
  // Another client has both, in one text.
  await expect.poll(() => text.toString()).toMatch(/Cited by a broken program\..*Ann goes on\./)
  const embeds = (text.toDelta() as { insert: unknown }[]).filter(({ insert }) =>
    JSON.stringify(insert).includes('toString'),
  )
  expect(embeds).toHaveLength(1)
  program.close()
})

test('what fails in every editor ends in a text to read, and in nothing written; a person begins again', async ({
  site,
}) => {
  const { page } = await site.signIn('editor', 'Ann')
  await openCard(page, 'un-response')
  const program = await programOn(site, 'un-response')
  for (let fault = 0; fault < 4; fault++) {
    await expect(assessment(page)).toBeVisible()
    await breakOnce(page, 'shared-text$')
    write(program, `Words of fault ${fault}.`)
    await program.saved.whenSaved()
    await expect(page.getByRole('dialog')).toContainText(`Words of fault ${fault}.`)
  }
  await expect(page.getByRole('alert').filter({ hasText: 'failed several times' })).toBeVisible()
  await page.keyboard.type('lost')
  write(program, 'Mended.')
  await program.saved.whenSaved()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect.poll(() => textOf(page)).toContain('Mended.')
  await typeAtEnd(page, ' Ann goes on.')
  await expect(savedState(page)).toHaveText('Saved')
  expect(await storedText(site, 'un-response')).toMatch(/Mended\. Ann goes on\./)
  expect(await storedText(site, 'un-response')).not.toContain('lost')
  program.close()
})

test('shared types as what a marker says are no format: the words stay, and the page writes on', async ({ site }) => {
  const { page } = await site.signIn('editor', 'Dora')
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  await openCard(page, 'rehabilitation')
  const program = await programOn(site, 'rehabilitation')
  const text = assessmentOf(program.doc)
  program.doc.transact(() => {
    for (const value of [new Y.Map(), new Y.Text('2'), new Y.XmlElement('paragraph'), new Uint8Array(9)]) {
      const marker = new Y.Map<unknown>()
      text.insertEmbed(text.length, marker)
      for (const key of ['type', 'level', 'indent', 'quote'])
        marker.set(key, value instanceof Y.AbstractType ? value.clone() : value)
      text.insert(text.length, 'A strange block. ')
    }
    text.insertEmbed(text.length, new Y.Map([['type', 'bullet']]))
    text.insert(text.length, 'An item.')
  })
  await program.saved.whenSaved()
  await expect(assessment(page)).toContainText('A strange block.')
  await typeAtEnd(page, ' Behind it.')
  await expect(savedState(page)).toHaveText('Saved')
  expect(await storedText(site, 'rehabilitation')).toContain('An item. Behind it.')
  expect(faults).toEqual([])
  program.close()
})

test('a title in whose place a program puts another one: the page shows it, and keeps it when somebody types on', async ({
  site,
}) => {
  const { page } = await site.signIn('editor', 'Ann')
  await openCard(page, 'financing')
  const room = boardRoom('isil-2016-2018' as BoardId)
  const program = openClient({ url: site.url, room, token: await site.token('editor') })
  await program.synced()
  cardMap(program.doc, 'financing')?.set('title', new Y.Text('Put here by a program'))
  await program.saved.whenSaved()
  const title = page.getByRole('textbox', { name: 'Title' })
  await expect(title).toHaveValue('Put here by a program')
  await title.press('Home')
  for (let step = 0; step < 3; step++) await title.press('ArrowRight')
  const text = cardMap(program.doc, 'financing')?.get('title')
  if (text instanceof Y.Text) text.insert(0, 'Now ')
  await program.saved.whenSaved()
  await expect(title).toHaveValue('Now Put here by a program')
  // The caret stays with its letter, as in any title.
  await title.pressSequentially('ty')
  await expect(savedState(page)).toHaveText('Saved')
  const words = (): string => String(cardMap(program.doc, 'financing')?.get('title'))
  await expect.poll(words).toBe('Now Putty here by a program')
  program.close()
})
