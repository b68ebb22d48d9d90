/** What other programs put on the clipboard becomes what it was: lists, tables, raised numbers, struck words. */
import { expect, type Page } from '@playwright/test'
import { assessment, openCard, savedState, storedText, test, typeAtEnd } from './world.ts'

async function paste(page: Page, data: Record<string, string>): Promise<void> {
  await typeAtEnd(page, '\n')
  await assessment(page).evaluate((editor, given) => {
    const clipboardData = new DataTransfer()
    for (const [type, value] of Object.entries(given)) clipboardData.setData(type, value)
    editor.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, data)
  await expect(savedState(page)).toHaveText('Saved')
}

const blocks = async (page: Page): Promise<string> => {
  const html = await assessment(page).innerHTML()
  return html.replace(/<(img|br) class="ProseMirror[^>]*>/g, '').replace(/ dir="auto"/g, '')
}

const WORD_LIST = `<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp;&nbsp;</span></span><![endif]>First point</p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>o<span>&nbsp;</span></span><![endif]>Below it</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span>Numbered</p>`

const PASTED: readonly (readonly [name: string, html: string, expected: RegExp])[] = [
  [
    'P1: a table’s rows and cells stay apart',
    '<table><tr><td>Region</td><td>Fighters</td></tr><tr><td>Libya</td><td>3000</td></tr></table>',
    /<p>Region \| Fighters<\/p><p>Libya \| 3000<\/p>/,
  ],
  [
    'P2: no number changes its value',
    '<p>30,000<sup>2</sup> and 10<sup>6</sup>, CO<sub>2</sub></p>',
    /30,000² and 10⁶, CO₂/,
  ],
  ['P3: struck words stay struck', '<p>is <s>not</s> <del>very</del> active</p>', /is <s>not<\/s> <s>very<\/s> active/],
  [
    'P4: a list from Word is one',
    WORD_LIST,
    /<ul><li>First point<\/li><\/ul><ul data-indent="1"><li>Below it<\/li><\/ul><ol start="1"><li>Numbered<\/li><\/ol>/,
  ],
  ['P4: so is one of plain bullets', '<p>·&nbsp;&nbsp; First point</p>', /<ul><li>First point<\/li><\/ul>/],
  [
    'P5: links, headings of any level and nested lists are kept',
    '<h1>Top</h1><h4>Lower</h4><p><a href="https://example.org/a">There</a></p><ol start="3"><li>Three<ul><li>In it</li></ul></li><li>Four</li></ol>',
    /<h2>Top<\/h2><h3>Lower<\/h3><p><a [^>]*href="https:\/\/example.org\/a"[^>]*>There<\/a><\/p><ol start="3"><li>Three<\/li><\/ol><ul data-indent="1"><li>In it<\/li><\/ul><ol start="4"><li>Four<\/li><\/ol>/,
  ],
  [
    'Google Docs’ bold wrapper makes nothing bold',
    '<b style="font-weight:normal" id="docs-internal-guid-1"><p><span style="font-weight:400">Plain</span> <span style="font-weight:700">bold</span></p></b>',
    /<p>Plain <strong>bold<\/strong><\/p>/,
  ],
]

test('pasted from other programs', async ({ site }) => {
  const { page } = await site.signIn('editor', 'Ann')
  await openCard(page, 'europe')
  for (const [name, html, expected] of PASTED)
    await test.step(name, async () => {
      await paste(page, { 'text/html': html, 'text/plain': 'not this' })
      expect(await blocks(page)).toMatch(expected)
    })
})

test('P5: Markdown becomes what it means, pictures are named, and plain is plain', async ({ site }) => {
  const { page } = await site.signIn('editor', 'Ann')
  await openCard(page, 'financing')
  await paste(page, { 'text/plain': '## Means\n\n- **Oil** and ~~gas~~\n  - taxes\n\n> said so' })
  expect(await blocks(page)).toMatch(
    /<h2>Means<\/h2><ul><li><strong>Oil<\/strong> and <s>gas<\/s><\/li><\/ul><ul data-indent="1"><li>taxes<\/li><\/ul><p data-quote="">said so<\/p>/,
  )
  await paste(page, { 'text/html': '<p>Before<img src="a.png">after</p>' })
  await expect(page.getByText('Pasted without one picture')).toBeVisible()
  await typeAtEnd(page, '\n### Typed heading')
  expect(await blocks(page)).toContain('<h3>Typed heading</h3>')
  expect(await storedText(site, 'financing')).toContain('"strike":true')
})
