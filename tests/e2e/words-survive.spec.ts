/** The text: no word is lost whatever two people do to one block, and opening a card writes nothing. */
import { assessmentOf } from '@briefboard/board'
import { BoardId, CardId, cardRoom } from '@briefboard/protocol'
import { openClient } from '@briefboard/testkit'
import { expect, type Page } from '@playwright/test'
import * as Y from 'yjs'
import { assessment, openCard, savedState, storedText, test, textOf, typeAtEnd, type Site } from './world.ts'

const roomOf = (card: string) => cardRoom(BoardId.parse('isil-2016-2018'), CardId.parse(card))

/** Writes as another program does. */
async function write(site: Site, card: string, change: (doc: Y.Doc) => void): Promise<void> {
  const client = openClient({ url: site.url, room: roomOf(card), token: await site.token('editor') })
  await client.synced()
  client.doc.transact(() => change(client.doc))
  await client.saved.whenSaved()
  client.close()
}

/** The editor follows a click a moment later, and would take the caret along. */
async function caretBefore(page: Page, words: string): Promise<void> {
  await assessment(page).click()
  await expect(async () => {
    await assessment(page).evaluate((editor, text) => {
      const walker = document.createTreeWalker(editor, NodeFilter.SHOW_TEXT)
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const at = node.nodeValue?.indexOf(text) ?? -1
        if (at >= 0) return getSelection()?.collapse(node, at)
      }
      throw new Error(`Nobody says ${text}.`)
    }, words)
    await page.waitForTimeout(150)
    expect(
      await page.evaluate(() => getSelection()?.anchorNode?.nodeValue?.slice(getSelection()?.anchorOffset)),
    ).toMatch(new RegExp(`^${words}`))
  }).toPass()
}

const CHANGES: readonly (readonly [name: string, change: (page: Page) => Promise<void>])[] = [
  ['a heading', (page) => page.getByRole('button', { name: 'Heading', exact: true }).click()],
  ['a list', (page) => page.getByRole('button', { name: 'List', exact: true }).click()],
  ['a quotation', (page) => page.getByRole('button', { name: 'Quotation' }).click()],
  [
    'one with the paragraph before',
    async (page) => {
      await page.keyboard.press('Home')
      await page.keyboard.press('Backspace')
    },
  ],
]

for (const [index, [name, change]] of CHANGES.entries())
  test(`T1: what is typed offline in a paragraph is there when another has made it ${name}`, async ({ site }) => {
    const card = ['financing', 'propaganda', 'prevention', 'returnees'][index] ?? 'europe'
    const [ann, ben] = [await site.signIn('editor', 'Ann'), await site.signIn('editor', 'Ben')]
    await Promise.all([openCard(ann.page, card), openCard(ben.page, card)])
    await typeAtEnd(ann.page, '\nAlpha beta gamma')
    await expect.poll(() => textOf(ben.page)).toContain('Alpha beta gamma')
    await ben.context.setOffline(true)
    await caretBefore(ben.page, 'beta')
    await ben.page.keyboard.type('typed offline ')
    await caretBefore(ann.page, 'gamma')
    await change(ann.page)
    await expect(savedState(ann.page)).toHaveText('Saved')
    await ben.context.setOffline(false)
    await expect(savedState(ben.page)).toHaveText('Saved', { timeout: 30_000 })
    for (const { page } of [ann, ben]) await expect.poll(() => textOf(page)).toContain('Alpha typed offline beta gamma')
    expect(await storedText(site, card)).toContain('Alpha typed offline beta gamma')
  })

test('T2: while one presses Heading again and again, the other loses no letter', async ({ site }) => {
  const [ann, ben] = [await site.signIn('editor', 'Ann'), await site.signIn('editor', 'Ben')]
  await Promise.all([openCard(ann.page, 'europe'), openCard(ben.page, 'europe')])
  await typeAtEnd(ann.page, '\nStart')
  await expect.poll(() => textOf(ben.page)).toContain('Start')
  const words = ' one two three four five six seven eight nine ten'
  const typing = typeAtEnd(ben.page, words)
  for (let press = 0; press < 6; press++) {
    await ann.page.getByRole('button', { name: 'Heading', exact: true }).click()
    await ann.page.waitForTimeout(60)
  }
  await typing
  for (const { page } of [ann, ben]) await expect.poll(() => textOf(page)).toContain(`Start${words}`)
})

test('T3, T4: what the page does not know is shown, kept, and written by nobody who opens the card', async ({
  site,
}) => {
  await write(site, 'europe', (doc) => {
    const text = assessmentOf(doc)
    const end = text.length
    text.insertEmbed(end, new Y.Map([['type', 'table']]))
    text.insert(end + 1, 'In a kind of block of another program. ')
    text.insertEmbed(end + 40, new Y.Map())
    text.insert(end + 41, 'Underlined words. ', { underline: true, size: 14 })
    text.insertEmbed(text.length, { chart: 'of another program' })
    const element = new Y.XmlElement('aside')
    element.insert(0, [new Y.XmlText('Words in an element.')])
    text.insertEmbed(text.length, element as unknown as object)
    doc.getText('elsewhere').insert(0, 'A text at the top.')
  })
  const before = await storedText(site, 'europe')
  const updates: Uint8Array[] = []
  const watcher = openClient({ url: site.url, room: roomOf('europe'), token: await site.token('viewer') })
  await watcher.synced()
  watcher.doc.on('update', (update: Uint8Array) => updates.push(update))
  for (const role of ['viewer', 'reviewer', 'editor', 'owner'] as const) {
    const { page } = await site.signIn(role, role)
    await openCard(page, 'europe')
    for (const words of ['In a kind of block of another program.', 'Underlined words.', 'Words in an element.'])
      await expect(assessment(page)).toContainText(words)
    await page.waitForTimeout(300)
  }
  expect(updates).toHaveLength(0)
  const { page } = await site.signIn('editor', 'Ann')
  await openCard(page, 'europe')
  await typeAtEnd(page, ' More.')
  await expect(savedState(page)).toHaveText('Saved')
  expect(await storedText(site, 'europe')).not.toBe(before)
  const { doc } = watcher
  const formats = (assessmentOf(doc).toDelta() as { attributes?: object }[]).map(({ attributes = {} }) => attributes)
  expect(formats).toContainEqual({ underline: true, size: 14 })
  watcher.close()
})

test('T6: what is composed in a title stays whole while another writes before it', async ({ site }) => {
  const [ann, ben] = [await site.signIn('editor', 'Ann'), await site.signIn('editor', 'Ben')]
  await Promise.all([openCard(ann.page, 'financing'), openCard(ben.page, 'financing')])
  const [title, other] = [ann, ben].map(({ page }) => page.getByRole('textbox', { name: 'Title' }))
  if (title === undefined || other === undefined) throw new Error('There are two.')
  await title.click()
  await ann.page.keyboard.press('Control+End')
  const cdp = await ann.context.newCDPSession(ann.page)
  await cdp.send('Input.imeSetComposition', { text: 'に', selectionStart: 1, selectionEnd: 1 })
  await other.click()
  await ben.page.keyboard.press('Control+Home')
  await ben.page.keyboard.type('X ')
  await expect(savedState(ben.page)).toHaveText('Saved')
  await cdp.send('Input.imeSetComposition', { text: 'にほん', selectionStart: 3, selectionEnd: 3 })
  await cdp.send('Input.insertText', { text: '日本' })
  for (const field of [title, other]) await expect(field).toHaveValue(/^X .*[^に]日本$/)
})

test('T7, T8: the caret stands behind what was pasted into a title, and what does not fit can be had', async ({
  site,
}) => {
  const { page } = await site.signIn('editor', 'Ann', { permissions: ['clipboard-read', 'clipboard-write'] })
  await openCard(page, 'propaganda')
  const title = page.getByRole('textbox', { name: 'Title' })
  await title.fill('Start END')
  await title.evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(6, 6))
  await page.evaluate(() => navigator.clipboard.writeText('one\ntwo '))
  await page.keyboard.press('Control+v')
  await page.keyboard.type('three ')
  await expect(title).toHaveValue('Start one two three END')

  const key = page.getByRole('textbox', { name: 'Key judgement' })
  await key.fill('')
  await page.evaluate(() => navigator.clipboard.writeText('a'.repeat(3007)))
  await key.click()
  await page.keyboard.press('Control+v')
  await expect(page.getByText('1,007 letters of it did not fit here and were left out.')).toBeVisible()
  await page.getByRole('button', { name: 'Copy them' }).click()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('a'.repeat(1007))
})

test('Q9, Q6: others’ carets are no words, and each paragraph runs in its own direction', async ({ site }) => {
  const [ann, ben] = [await site.signIn('editor', 'Ann'), await site.signIn('editor', 'Benedict')]
  await Promise.all([openCard(ann.page, 'returnees'), openCard(ben.page, 'returnees')])
  await typeAtEnd(ben.page, '\nمرحبا بالعالم')
  await caretBefore(ben.page, 'مرحبا')
  await expect(ann.page.locator('.caret[data-name="Benedict"]')).toBeAttached()
  expect(await assessment(ann.page).ariaSnapshot()).not.toContain('Benedict')
  const last = assessment(ann.page).locator('> :last-child')
  expect(await last.evaluate((block) => getComputedStyle(block).direction)).toBe('rtl')
  expect(await last.evaluate((block) => getComputedStyle(block.previousElementSibling ?? block).direction)).toBe('ltr')
})
