/** A quotation goes with its citation wherever that goes, and says by itself when its words no longer stand. */
import { quote, type Citation } from '@briefboard/board'
import { expect, type Locator, type Page } from '@playwright/test'
import { assessment, BOARD, goToEnd, noteAt, openCard, savedState, test } from './world.ts'

const API = '/api/boards/isil-2016-2018/reports'
const WORDS = 'nobody counted the crews of the third'
const CITATION: Citation = { symbol: 'S/2018/80', paragraph: 2, quotation: quote(WORDS) ?? undefined }

const reportOf = (second: string): string =>
  `Report of the harbour master\n\nI. Introduction\n\n1. The harbour was quiet.\n\n2. ${second}\n\n3. The quay was mended.\n`

/** Gives a report of the board this text. */
async function bring(page: Page, second: string): Promise<void> {
  const status = await page.evaluate(
    async ([address = '', text = '']) => {
      const form = new FormData()
      const fields = { symbol: 'S/2018/80', title: 'Sixth report', date: '2018-01-31', number: '6', replace: 'true' }
      for (const [name, value] of Object.entries(fields)) form.set(name, value)
      form.set('file', new Blob([text], { type: 'text/plain' }), 'harbour.txt')
      return (await fetch(address, { method: 'POST', body: form })).status
    },
    [API, reportOf(second)],
  )
  expect(status).toBe(201)
}

/** As the report reader lets go of a citation over the text. */
async function dropOnto(target: Locator, citation: Citation): Promise<void> {
  await target.evaluate((element, json) => {
    const { right, top } = element.getBoundingClientRect()
    const dataTransfer = new DataTransfer()
    dataTransfer.setData('application/x-briefboard-citation', json)
    const at = { bubbles: true, cancelable: true, clientX: right - 40, clientY: top + 10, dataTransfer }
    element.dispatchEvent(new DragEvent('dragover', at))
    element.dispatchEvent(new DragEvent('drop', at))
  }, JSON.stringify(citation))
}

const quoted = (page: Page): Locator => assessment(page).locator('a[data-quotation]')

test('a dropped quotation stands in the text, shows itself in its paragraph, and opens there', async ({ site }) => {
  const { page } = await site.signIn('editor', 'Ann')
  await openCard(page, 'financing')
  await bring(page, `Two boats left the harbour, and ${WORDS}.`)
  await dropOnto(assessment(page).locator('p').first(), CITATION)
  await expect(quoted(page)).toHaveAttribute('data-quotation-state', 'stands')
  await expect(page.getByText('Cited S/2018/80, para. 2, with the quoted words.')).toBeAttached()
  await expect(savedState(page)).toHaveText('Saved')

  const { page: reading } = await site.signIn('viewer', 'Vera')
  await openCard(reading, 'financing')
  await expect(quoted(reading)).toHaveAttribute('data-quotation-state', 'stands')
  await expect((await noteAt(quoted(reading))).locator('mark')).toHaveText(WORDS)
  await quoted(reading).click()
  await expect(
    reading
      .getByRole('tabpanel', { name: /Sources/ })
      .getByText(WORDS)
      .first(),
  ).toBeVisible()
  await expect(reading).toHaveURL(`${BOARD}/cards/financing`)

  await test.step('when the report is replaced, the chip says what has become of its words', async () => {
    await bring(page, 'Two boats left the harbour.')
    for (const one of [page, reading]) {
      await expect(quoted(one)).toHaveAttribute('data-quotation-state', 'gone')
      await expect(quoted(one)).toHaveAccessibleName(/The paragraph no longer has the quoted words/)
    }
    await reading.getByRole('tab', { name: /Sources/ }).click()
  })

  await test.step('and is well again when the words are back', async () => {
    await bring(page, `Two boats left the harbour, and ${WORDS}.`)
    await expect(quoted(page)).toHaveAttribute('data-quotation-state', 'stands')
    await expect(quoted(page)).toHaveAccessibleName('Source: S/2018/80, paragraph 2')
  })
})

test('a quotation is copied, pasted, moved and undone with its citation', async ({ site }) => {
  const { page, context } = await site.signIn('editor', 'Ann')
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await openCard(page, 'aviation-borders')
  const text = assessment(page)
  await text.click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(' Boats.')
  await dropOnto(text.locator('p').last(), CITATION)
  await expect(quoted(page)).toHaveCount(1)

  await page.keyboard.press('Control+z')
  await expect(quoted(page)).toHaveCount(0)
  await expect(text).toContainText('Boats.')
  await page.keyboard.press('Control+y')
  await expect(quoted(page)).toHaveCount(1)

  await quoted(page).click()
  await expect(page.getByRole('tab', { name: /Discussion/ })).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Control+x')
  await expect(quoted(page)).toHaveCount(0)
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`“${WORDS}” [S/2018/80, para. 2]`)
  await goToEnd(page)
  await page.keyboard.press('Control+v')
  await expect(quoted(page)).toHaveCount(1)

  const last = text.locator('p').last()
  await expect(last.locator('a').last()).toHaveAttribute('data-quotation', WORDS)
  await quoted(page).dragTo(last, { targetPosition: { x: 60, y: 12 } })
  await expect(last.locator('a').first()).toHaveAttribute('data-quotation', WORDS)
  await expect(quoted(page)).toHaveCount(1)
  await expect(quoted(page)).toHaveAttribute('data-quotation', WORDS)
  await expect(quoted(page)).toHaveAttribute('data-quotation-hash', CITATION.quotation?.hash ?? '')

  await quoted(page).click()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('tab', { name: /Sources/ })).toHaveAttribute('aria-selected', 'true')
})
