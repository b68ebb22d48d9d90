/** A reviewer comments on a passage and an analyst answers; the reviewer cannot write into the assessment. */
import { expect, type Page } from '@playwright/test'
import { assessment, openCard, test, textOf } from './world.ts'

/** Draws the mouse over the first words of the assessment. */
async function selectStart(page: Page): Promise<string> {
  const box = await assessment(page).locator('p').first().boundingBox()
  if (box === null) throw new Error('The assessment has no paragraph on the page.')
  await page.mouse.move(box.x + 1, box.y + 12)
  await page.mouse.down()
  await page.mouse.move(box.x + 160, box.y + 12, { steps: 8 })
  await page.mouse.up()
  return page.evaluate(() => getSelection()?.toString() ?? '')
}

test('a comment on selected text is seen, answered and resolved', async ({ site }) => {
  const [rosa, ann] = [await site.signIn('reviewer', 'Rosa'), await site.signIn('editor', 'Ann')]
  await Promise.all([openCard(rosa.page, 'south-east-asia'), openCard(ann.page, 'south-east-asia')])
  const quote = await selectStart(rosa.page)
  expect(quote.length).toBeGreaterThan(5)
  await rosa.page.getByRole('button', { name: 'Comment', exact: true }).first().click()
  await rosa.page.getByRole('textbox', { name: 'Your comment' }).fill('Which source says so?')
  await rosa.page.keyboard.press('Control+Enter')

  const thread = ann.page.getByRole('article', { name: 'Thread by Rosa' })
  await expect(thread).toContainText('Which source says so?')
  await expect(thread).toContainText(quote.trim())
  await thread.getByRole('button', { name: 'Reply' }).click()
  await thread.getByRole('textbox').fill('Paragraph 34, cited now.')
  await ann.page.keyboard.press('Control+Enter')
  await expect(rosa.page.getByRole('article', { name: 'Thread by Rosa' })).toContainText('Paragraph 34, cited now.')
  await thread.getByRole('button', { name: 'Resolve' }).click()
  await expect(rosa.page.getByText('1 resolved thread')).toBeVisible()
})

test('open threads are counted on the card', async ({ site }) => {
  const { page } = await site.signIn('reviewer', 'Rosa')
  await openCard(page, 'propaganda')
  await page.getByRole('button', { name: 'Comment on the card' }).click()
  await page.getByRole('textbox', { name: 'Your comment' }).fill('Too long?')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('link', { name: 'Close card' }).click()
  const card = page.getByRole('article').filter({ hasText: 'Propaganda' })
  await expect(card).toContainText(/1\sopen thread/)
})

test('a reviewer cannot type into the assessment', async ({ site }) => {
  const { page } = await site.signIn('reviewer', 'Rosa')
  await openCard(page, 'cultural-heritage')
  const before = await textOf(page)
  await expect(assessment(page)).toHaveAttribute('contenteditable', 'false')
  await assessment(page).click()
  await page.keyboard.type('Taken over')
  await page.keyboard.press('Control+b')
  expect(await textOf(page)).toBe(before)
  await expect(page.getByRole('button', { name: 'Revise…' })).toHaveCount(0)
})
