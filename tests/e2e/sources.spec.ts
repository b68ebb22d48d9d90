/** From a document to a cited statement, and on to what the board makes of it: coverage, charts, the map, search. */
import { existsSync, readFileSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'
import { assessment, BOARD, HARBOURS, importHarbours, noteAt, openCard, savedState, test } from './world.ts'

const WORDS = 'Timber is the only cargo that every port inspects'
const REAL = new URL('../../../shared/reports/000_cee5e8add5ebeec6.txt', import.meta.url)

async function chooseFile(page: Page, name: string, buffer: Buffer): Promise<void> {
  // Before the page is live, its buttons do nothing.
  await expect(page.getByRole('button', { name: /State of your edits: Saved/ })).toBeVisible()
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Import a document' }).first().click(),
  ])
  await chooser.setFiles({ name, mimeType: 'text/plain', buffer })
}

/** Other tests of this server may have imported it. */
async function takeOff(page: Page, symbol: string): Promise<void> {
  const address = `/api${BOARD}/reports/${symbol}`
  await expect.poll(async () => (await page.request.delete(address)).status()).toBe(404)
}

/** Selects words inside of a paragraph of the reader, as a pointer or the keyboard would. */
async function select(page: Page, words: string): Promise<void> {
  await page
    .locator('.reader li', { hasText: words })
    .first()
    .evaluate((paragraph, wanted) => {
      const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT)
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const at = node.textContent?.indexOf(wanted) ?? -1
        if (at >= 0) return getSelection()?.setBaseAndExtent(node, at, node, at + wanted.length)
      }
      throw new Error(`No piece of text has “${wanted}”.`)
    }, words)
}

test('a document is imported, read and cited; chip, coverage, charts, map and search know of it', async ({ site }) => {
  const { page } = await site.signIn('editor', 'Ann')

  await takeOff(page, 'S/2031/7')
  await test.step('import: what the document does not say is asked for, and the result page tells what was found', async () => {
    await page.goto(`${BOARD}/sources`)
    await chooseFile(page, 'harbours.txt', Buffer.from(HARBOURS))
    await expect(page.getByRole('alert')).toContainText('symbol')
    await page.getByLabel('Symbol').fill('s / 2031/7')
    await page.getByLabel('Date').fill('2031-05-04')
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'How S/2031/7 was read' })).toBeVisible()
    await expect(page.getByText('7 paragraphs').first()).toBeVisible()
    await expect(page.getByText('7 sections')).toBeVisible()
  })

  await test.step('read: the text stands under its sections, and its words can be found', async () => {
    await page.getByRole('link', { name: 'Read it' }).click()
    await expect(page).toHaveURL(`${BOARD}/sources/S/2031/7`)
    await page.getByRole('searchbox', { name: 'Find in this document' }).fill('timber')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('search').getByRole('status')).toHaveText(/1 of \d/)
  })

  await test.step('cite: a selected passage is held, and put where the cursor stands', async () => {
    await page.getByRole('searchbox', { name: 'Find in this document' }).fill('')
    await select(page, WORDS)
    await expect(page.getByRole('toolbar', { name: 'S/2031/7, para. 5' })).toBeVisible()
    await page.getByRole('toolbar').getByRole('button', { name: /Cite/ }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Europe/ })
      .click()
    await expect(assessment(page)).toBeVisible()
    await expect(page.getByRole('group', { name: 'Held passage' })).toContainText('S/2031/7, para. 5')
    await assessment(page).click()
    await page.keyboard.press('Control+End')
    await page.keyboard.press('Control+Shift+C')
    await expect(page.getByRole('group', { name: 'Held passage' })).toBeHidden()
    await expect(savedState(page)).toHaveText('Saved')
  })

  await test.step('chip: it shows the paragraph with the quoted words, which stand', async () => {
    const chip = assessment(page).locator('a[data-citation="S/2031/7:5"]')
    await expect(chip).toHaveAttribute('data-quotation-state', 'stands')
    await expect((await noteAt(chip)).locator('mark')).toHaveText(WORDS)
  })

  await test.step('coverage: the paragraph counts as cited by that card', async () => {
    await page.goto(`${BOARD}/coverage?report=S%2F2031%2F7`)
    await expect(
      page
        .getByText('No card cites it yet')
        .or(page.getByText(/not cited|no card/i))
        .first(),
    ).toBeVisible()
    await page
      .getByRole('button', { name: /1 of 1|all cited|cited/ })
      .filter({ hasText: '1 of 1' })
      .first()
      .click()
    await expect(page.getByRole('dialog').getByRole('link', { name: 'Europe' })).toBeVisible()
    await page.keyboard.press('Escape')
  })

  await test.step('charts: the oil income of two years joins, all revenue does not', async () => {
    await page.goto(`${BOARD}/figures`)
    await expect(page.getByRole('img', { name: /oil/i }).first()).toBeVisible()
    const tick = (name: RegExp) => page.getByRole('checkbox', { name }).first().check({ force: true })
    await tick(/oil.*2015/i)
    await tick(/oil.*2016/i)
    await expect(
      page
        .getByRole('region', { name: /Compared/ })
        .getByRole('img')
        .first(),
    ).toBeVisible()
    await tick(/revenue/i)
    await expect(page.getByText('These figures cannot share a chart.')).toBeVisible()
    await expect(page.getByRole('region', { name: /Compared/ })).toContainText('They have different bases')
    await expect(page.getByText('more than 1,200').first()).toBeVisible()
  })

  await test.step('map: the years go over the judgements, and a region leads to its cards', async () => {
    await page.getByRole('link', { name: 'Map', exact: true }).click()
    const slider = page.getByRole('slider', { name: 'Year' })
    await expect(slider).toHaveAttribute('aria-valuetext', 'By the end of 2018')
    await slider.press('Home')
    await expect(page).toHaveURL(/year=2016/)
    await page.locator('[data-entry="europe"]').click()
    await page.getByRole('link', { name: /^Europe: / }).click()
    await expect(assessment(page)).toBeVisible()
  })

  await test.step('search: the imported text and the edited card are found, with what was asked for marked', async () => {
    await page.goto(`${BOARD}/search?q=timber`)
    await expect(page.locator('[data-hit] mark', { hasText: /timber/i }).first()).toBeVisible()
    await page.getByRole('searchbox').first().fill('cites:S/2031/7 kind:assessment')
    await expect(page.locator('[data-hit]', { hasText: 'Europe' })).toBeVisible()
    await page.getByRole('searchbox').first().fill('timber kind:text')
    await page.locator('[data-hit]', { hasText: 'S/2031/7, para. 5' }).click()
    await expect(page.locator('.reader li', { hasText: WORDS }).getByRole('link', { name: 'Europe' })).toBeVisible()
  })
})

test('what cannot be read, and what is there already, is said in a sentence, and an import can be undone', async ({
  site,
}) => {
  const { page } = await site.signIn('editor', 'Ann')
  await page.goto(`${BOARD}/sources`)
  await chooseFile(page, 'nothing.pdf', Buffer.alloc(0))
  await expect(page.getByRole('alert')).toContainText('“nothing.pdf” is empty')
  await page.keyboard.press('Escape')

  const own = Buffer.from(`S/2032/1\n\n${HARBOURS}`)
  await chooseFile(page, 'harbours.txt', own)
  await page.getByLabel('Symbol').fill('S/2032/1')
  await page.getByLabel('Date').fill('2032-05-04')
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'How S/2032/1 was read' })).toBeVisible()

  await page.getByRole('button', { name: 'Undo this import' }).click()
  await page.getByRole('button', { name: 'Undo the import' }).click()
  await expect(page).toHaveURL(`${BOARD}/sources`)
  await expect(page.getByRole('main').getByText('S/2032/1')).toHaveCount(0)
})

test('the sixth report gets its text beside the digests', async ({ site }) => {
  test.skip(!existsSync(REAL), 'The reports are not at hand.')
  const { page } = await site.signIn('editor', 'Ann')
  await takeOff(page, 'S/2018/80')
  await page.goto(`${BOARD}/sources`)
  await chooseFile(page, 'S-2018-80.txt', readFileSync(REAL))
  await expect(page.getByRole('heading', { name: 'How S/2018/80 was read' })).toBeVisible()
  await expect(page.getByText('86 paragraphs').first()).toBeVisible()
  await page.getByRole('link', { name: 'Read it' }).click()
  const thirteenth = page.locator('#p13')
  await expect(thirteenth.locator('.own')).toContainText('90 per cent')
  await expect(thirteenth.locator('.digest')).toBeVisible()

  await openCard(page, 'financing')
  const note = await noteAt(assessment(page).locator('a[data-citation="S/2018/80:13"]').first())
  await expect(note).toContainText('90 per cent')
})

test('beside an open card: C cites the selected passage at the cursor, and a paragraph’s number is dragged into the text', async ({
  site,
}) => {
  const { page } = await site.signIn('editor', 'Ann')
  await importHarbours(page)
  await openCard(page, 'propaganda')
  const text = assessment(page)
  await text.locator('p').first().click()
  await page.keyboard.press('End')
  await page.getByRole('tab', { name: /Sources/ }).click()
  await page.getByRole('button', { name: 'Read the reports here' }).click()
  await page.getByRole('combobox', { name: 'Document' }).selectOption('S/2031/7')
  await expect(page.locator('.reader li', { hasText: WORDS })).toBeVisible()
  await select(page, WORDS)
  await page.locator('.reader li', { hasText: WORDS }).press('c')
  const chip = text.locator('p').first().locator('a[data-citation="S/2031/7:5"]')
  await expect(chip).toHaveAttribute('data-quotation', WORDS)
  await expect(chip).toHaveAttribute('data-quotation-state', 'stands')

  const number = page.locator('.reader li', { hasText: WORDS }).getByRole('link', { name: /S\/2031\/7, para\. 5/ })
  await number.dragTo(text.locator('p').nth(1), { targetPosition: { x: 40, y: 12 } })
  await expect(text.locator('p').nth(1).locator('a[data-citation="S/2031/7:5"]')).toHaveCount(1)
  await expect(savedState(page)).toHaveText('Saved')
})
