/** Two people in one assessment: at once, and with one of them offline in between. */
import { expect } from '@playwright/test'
import { assessment, BOARD, openCard, savedState, test, textOf, typeAtEnd } from './world.ts'

test('both type at once: both texts, both carets, Saved', async ({ site }) => {
  const [ann, ben] = [await site.signIn('editor', 'Ann'), await site.signIn('editor', 'Ben')]
  await Promise.all([openCard(ann.page, 'europe'), openCard(ben.page, 'europe')])
  // At the two ends, so that neither's words are broken up by the other's.
  await assessment(ben.page).click()
  await ben.page.keyboard.press('Control+Home')
  await Promise.all([typeAtEnd(ann.page, ' Ann was here.'), ben.page.keyboard.type('Ben was here. ', { delay: 15 })])
  for (const { page } of [ann, ben]) {
    await expect(savedState(page)).toHaveText('Saved')
  }
  await expect.poll(async () => (await textOf(ann.page)) === (await textOf(ben.page))).toBe(true)
  expect(await textOf(ann.page)).toMatch(/^Ben was here\. .* Ann was here\.$/s)
  await expect(ann.page.locator('.caret[data-name="Ben"]')).toBeAttached()
  await expect(ben.page.locator('.caret[data-name="Ann"]')).toBeAttached()
})

test('one goes offline, both edit, and come back to one text in both pages and in the API', async ({ site }) => {
  const [ann, ben] = [await site.signIn('editor', 'Ann'), await site.signIn('editor', 'Ben')]
  await Promise.all([openCard(ann.page, 'financing'), openCard(ben.page, 'financing')])
  await typeAtEnd(ann.page, ' Before the cut.')
  await expect.poll(() => textOf(ben.page)).toContain('Before the cut.')

  await ann.context.setOffline(true)
  await typeAtEnd(ann.page, ' Written offline by Ann.')
  await assessment(ben.page).click()
  await ben.page.keyboard.press('Control+Home')
  await ben.page.keyboard.type('Written meanwhile by Ben. ')
  await expect(savedState(ben.page)).toHaveText('Saved')
  await expect(savedState(ann.page)).toHaveText('On this device')
  expect(await textOf(ben.page)).not.toContain('Written offline by Ann.')

  await ann.context.setOffline(false)
  await expect(savedState(ann.page)).toHaveText('Saved', { timeout: 30_000 })
  for (const { page } of [ann, ben]) {
    await expect.poll(() => textOf(page)).toContain('Written offline by Ann.')
    await expect.poll(() => textOf(page)).toContain('Written meanwhile by Ben.')
  }
  await expect.poll(async () => (await textOf(ann.page)) === (await textOf(ben.page))).toBe(true)
  const answer = await fetch(`${site.url}/api${BOARD}`, {
    headers: { authorization: `Bearer ${await site.token('viewer')}` },
  })
  const { cards } = (await answer.json()) as { cards: { id: string; assessment: { content: { text?: string }[] }[] }[] }
  const stored =
    cards
      .find(({ id }) => id === 'financing')
      ?.assessment.flatMap(({ content }) => content.map(({ text = '' }) => text)) ?? []
  const plain = (text: string) => text.replaceAll(/\s/g, '')
  expect(plain(stored.join(''))).toBe(plain(await textOf(ann.page)))
})

test('what was written offline survives a reload of the page', async ({ site }) => {
  const { page, context } = await site.signIn('editor', 'Ann')
  await openCard(page, 'returnees')
  await expect(savedState(page)).toHaveText('Saved')
  await context.setOffline(true)
  await typeAtEnd(page, ' Kept on this device.')
  await expect(savedState(page)).toHaveText('On this device')
  await context.setOffline(false)
  await page.reload()
  await expect.poll(() => textOf(page)).toContain('Kept on this device.')
  await expect(savedState(page)).toHaveText('Saved')
})

test('undo takes back one’s own words and leaves the other’s', async ({ site }) => {
  const [ann, ben] = [await site.signIn('editor', 'Ann'), await site.signIn('editor', 'Ben')]
  await Promise.all([openCard(ann.page, 'prevention'), openCard(ben.page, 'prevention')])
  await typeAtEnd(ann.page, ' Mine to undo.')
  await expect.poll(() => textOf(ben.page)).toContain('Mine to undo.')
  await assessment(ben.page).click()
  await ben.page.keyboard.press('Control+Home')
  await ben.page.keyboard.type('Not yours. ')
  await expect.poll(() => textOf(ann.page)).toContain('Not yours.')
  await assessment(ann.page).click()
  await ann.page.keyboard.press('Control+z')
  for (const { page } of [ann, ben]) await expect.poll(() => textOf(page)).not.toContain('Mine to undo.')
  expect(await textOf(ben.page)).toContain('Not yours.')
})
