/** Input methods in the assessment: what is composed stays whole while others write in the same paragraph. */
import { expect } from '@playwright/test'
import { openCard, savedState, storedText, test, textOf, typeAtEnd } from './world.ts'

/** What an input method shows on the way, and what is chosen in the end. */
const COMPOSED: readonly (readonly [language: string, steps: readonly string[], chosen: string])[] = [
  ['Japanese', ['n', 'に', 'にh', 'にほ', 'にほん'], '日本'],
  ['Chinese', ['z', 'zh', 'zhong', 'zhong g', 'zhong guo'], '中国'],
  ['Korean', ['ㅎ', '하', '한'], '한'],
]

test('Japanese, Chinese and Korean are composed while another types before and behind it in the same paragraph', async ({
  site,
}) => {
  const [ann, ben] = [await site.signIn('editor', 'Ann'), await site.signIn('editor', 'Ben')]
  await Promise.all([openCard(ann.page, 'europe'), openCard(ben.page, 'europe')])
  const cdp = await ann.context.newCDPSession(ann.page)
  for (const [language, steps, chosen] of COMPOSED)
    for (const key of ['Home', 'End'])
      await test.step(`${language}, ${key}`, async () => {
        const paragraph = `${language} ${key}  omega`
        await typeAtEnd(ann.page, `\n${paragraph}`)
        await expect.poll(() => textOf(ben.page)).toContain(paragraph)
        for (let letter = 0; letter < ' omega'.length; letter++) await ann.page.keyboard.press('ArrowLeft')
        await typeAtEnd(ben.page, '')
        await ben.page.keyboard.press(key)
        for (const [at, text] of steps.entries()) {
          await cdp.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
          await ben.page.keyboard.type(String(at))
          const typed = [...steps.keys()].slice(0, at + 1).join('')
          await expect.poll(() => textOf(ann.page)).toContain(key === 'Home' ? `${typed}${language}` : `omega${typed}`)
        }
        await cdp.send('Input.insertText', { text: chosen })
        await ann.page.keyboard.type('.')
        const typed = [...steps.keys()].join('')
        const whole = `${language} ${key} ${chosen}. omega`
        const expected = key === 'Home' ? `${typed}${whole}` : `${whole}${typed}`
        for (const { page } of [ann, ben]) await expect.poll(() => textOf(page)).toContain(expected)
        await expect(savedState(ann.page)).toHaveText('Saved')
        expect(await storedText(site, 'europe')).toContain(expected)
      })
})
