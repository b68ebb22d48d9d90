/** The board: cards are found, made, moved and archived, by mouse and by keyboard, and the others see it. */
import { expect, type Page } from '@playwright/test'
import { BOARD, noteAt, openBoard, openCard, savedState, storedText, test, typeAtEnd } from './world.ts'

const column = (page: Page, name: string) => page.getByRole('region', { name: new RegExp(`^${name} \\d+ card`) })
const cardIn = (page: Page, region: string, title: string) =>
  column(page, region).getByRole('article').filter({ hasText: title })

test('first paint comes from the server, with every card', async ({ site }) => {
  const { context } = await site.signIn('viewer', 'Vera')
  const html = await (await context.request.get(BOARD)).text()
  for (const title of ['from territory to cells', 'South-East Asia after Marawi', 'ISIL finances'])
    expect(html).toContain(title)
})

test('a card is made, moved by keyboard, archived and taken back; another page follows', async ({ site }) => {
  const [ann, ben] = [await site.signIn('editor', 'Ann'), await site.signIn('editor', 'Ben')]
  await Promise.all([openBoard(ann.page), openBoard(ben.page)])
  await column(ann.page, 'Europe').getByRole('button', { name: 'New card in Europe' }).click()
  await ann.page.keyboard.type('A card of today')
  await ann.page.keyboard.press('Enter')
  await expect(ann.page.getByRole('dialog', { name: 'A card of today' })).toBeVisible()
  await ann.page.getByRole('link', { name: 'Close card' }).click()
  await expect(cardIn(ben.page, 'Europe', 'A card of today')).toBeVisible()

  await cardIn(ann.page, 'Europe', 'A card of today').getByRole('link').focus()
  await ann.page.keyboard.press('m')
  await ann.page.keyboard.press('ArrowRight')
  await ann.page.keyboard.press('Enter')
  await expect(cardIn(ben.page, 'Central and South Asia', 'A card of today')).toBeVisible()
  await ann.page.keyboard.press('Control+z')
  await expect(cardIn(ben.page, 'Europe', 'A card of today')).toBeVisible()

  await cardIn(ann.page, 'Europe', 'A card of today')
    .getByRole('button', { name: /Actions for/ })
    .click()
  await ann.page.getByRole('menuitem', { name: 'Archive' }).click()
  await expect(cardIn(ben.page, 'Europe', 'A card of today')).toHaveCount(0)
  await expect(ben.page.getByText(/Ann archived/)).toBeVisible()
})

/** @returns its id */
async function makeInEurope(page: Page, title: string): Promise<string> {
  await column(page, 'Europe').getByRole('button', { name: 'New card in Europe' }).click()
  await page.keyboard.type(title)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: title })).toBeVisible()
  const card = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  await page.getByRole('link', { name: 'Close card' }).click()
  await expect(cardIn(page, 'Europe', title)).toBeVisible()
  return card
}

test('T9: undo of a new card takes it back, but not when a colleague has worked on it', async ({ site }) => {
  const [ann, ben] = [await site.signIn('editor', 'Ann'), await site.signIn('editor', 'Ben')]
  await openBoard(ann.page)
  const filled = await makeInEurope(ann.page, 'A card that Ben fills')
  await openCard(ben.page, filled)
  await typeAtEnd(ben.page, 'Words of Ben.')
  await expect(savedState(ben.page)).toHaveText('Saved')
  await makeInEurope(ann.page, 'A card by mistake')

  const undo = ann.page.getByRole('button', { name: /^Undo/ })
  await undo.click()
  await expect(cardIn(ann.page, 'Europe', 'A card by mistake')).toHaveCount(0)
  await undo.click()
  await expect(ann.page.getByText('“A card that Ben fills” stays')).toBeVisible()
  await expect(cardIn(ann.page, 'Europe', 'A card that Ben fills')).toBeVisible()
  expect(await storedText(site, filled)).toContain('Words of Ben.')
})

test('T9: undo of a move that a colleague has changed since takes nothing back, and says so', async ({ site }) => {
  const [ann, ben] = [await site.signIn('editor', 'Ann'), await site.signIn('editor', 'Ben')]
  await Promise.all([openBoard(ann.page), openBoard(ben.page)])
  const [earlier, moved] = ['A card that is moved first', 'A card that both move']
  for (const title of [earlier, moved]) await makeInEurope(ann.page, title)
  const drag = (page: Page, title: string, from: string, to: string, onto: string): Promise<void> =>
    cardIn(page, from, title).dragTo(cardIn(page, to, onto))
  await drag(ann.page, earlier, 'Europe', 'Africa', 'Libya')
  await expect(cardIn(ben.page, 'Africa', earlier)).toBeVisible()
  await ann.page.waitForTimeout(600)
  await drag(ann.page, moved, 'Europe', 'Africa', 'Libya')
  await expect(cardIn(ben.page, 'Africa', moved)).toBeVisible()
  await drag(ben.page, moved, 'Africa', 'Europe', 'fewer directed attacks')
  await expect(cardIn(ann.page, 'Europe', moved)).toBeVisible()

  const undo = ann.page.getByRole('button', { name: /^Undo/ })
  await undo.click()
  await expect(ann.page.getByText('Not undone: others have changed the same since.')).toBeVisible()
  for (const { page } of [ann, ben]) {
    await expect(cardIn(page, 'Europe', moved)).toBeVisible()
    await expect(cardIn(page, 'Africa', earlier)).toBeVisible()
  }
  await undo.click()
  await expect(cardIn(ben.page, 'Europe', earlier)).toBeVisible()
})

test('a card is dragged into another region', async ({ site }) => {
  const { page } = await site.signIn('editor', 'Ann')
  await openBoard(page)
  await cardIn(page, 'Middle East', 'from territory to cells').dragTo(cardIn(page, 'Europe', 'fewer directed attacks'))
  await expect(cardIn(page, 'Europe', 'from territory to cells')).toBeVisible()
  await page.reload()
  await expect(cardIn(page, 'Europe', 'from territory to cells')).toBeVisible()
})

test('search and filters leave what fits', async ({ site }) => {
  const { page } = await site.signIn('viewer', 'Vera')
  await openBoard(page)
  await page.keyboard.press('/')
  await page.keyboard.type('Marawi')
  await expect(page.getByRole('article')).toHaveCount(1)
  await page.getByRole('searchbox', { name: 'Search the cards' }).fill('no such thing anywhere')
  await expect(page.getByRole('article')).toHaveCount(0)
  await page.getByRole('searchbox', { name: 'Search the cards' }).fill('')
  await page.getByRole('button', { name: /^Rising/ }).click()
  await expect(page.getByRole('article')).toHaveCount(3)
})

test('a citation shows its paragraph’s digest', async ({ site }) => {
  const { page } = await site.signIn('viewer', 'Vera')
  await page.goto(`${BOARD}/cards/financing`)
  const note = await noteAt(page.getByRole('link', { name: 'Source: S/2018/80, paragraph 13' }).first())
  await expect(note).toContainText('90 per cent')
})

test('S10: a sign-in link that somebody else has sent asks before it changes who one is', async ({ site }) => {
  const { page } = await site.signIn('viewer', 'Vera')
  const { link } = await site.invite('editor', 'Eve')
  await page.goto(link)
  await expect(page.getByText('You are signed in here as Vera')).toBeVisible()
  await page.waitForLoadState('networkidle')
  expect(await (await page.request.get('/api/session')).json()).toMatchObject({ person: { name: 'Vera' } })
  await page.getByRole('button', { name: 'Sign in as Eve' }).click()
  await page.waitForURL('/')
  expect(await (await page.request.get('/api/session')).json()).toMatchObject({ person: { name: 'Eve' } })
})

test('a used sign-in link says so', async ({ site, page }) => {
  const { context } = await site.signIn('viewer', 'Vera')
  expect((await context.cookies()).every(({ httpOnly, sameSite }) => httpOnly && sameSite === 'Lax')).toBe(true)
  await page.goto(`${site.url}/sign-in?code=never-made`)
  await expect(page.getByText(/used already|never existed/)).toBeVisible()
})
