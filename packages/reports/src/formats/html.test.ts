/** What of a web page is text, and what its elements say of it. */
import { expect, test } from 'vitest'
import type { Source } from '../source.ts'
import { openDocument } from './open-document.ts'

const open = (body: string): Promise<Source> =>
  openDocument(new TextEncoder().encode(`<!doctype html><html><body>${body}</body></html>`), 'a.html')
const texts = async (body: string): Promise<string[]> => (await open(body)).lines.map(({ text }) => text)

test('scripts, styles, controls and hidden text are no text; navigation is left out and quoted', async () => {
  const { lines, warnings } = await open(
    '<style>p{}</style><nav>Home</nav><p>One<script>"</p>"</script> word</p><button>Go</button>' +
      '<p hidden>no</p><p style="display: none">no</p><noscript>no</noscript>',
  )
  expect(lines.map(({ text }) => text)).toEqual(['One word'])
  expect(warnings).toEqual(['Left out as navigation: “Home” (4 characters).'])
})

test('the main part is taken where a page names it, if most of the text is there', async () => {
  const main = await open(
    '<header>Site</header><main><h1>Title</h1><p>Long enough text</p></main><footer>Imprint</footer>',
  )
  expect(main.lines.map(({ text }) => text)).toEqual(['Title', '', 'Long enough text'])
  expect(main.warnings).toEqual([expect.stringContaining('“Site Imprint” (12 characters)')])
  expect(await texts('<main>x</main><p>All of the text is elsewhere</p>')).toEqual([
    'x',
    '',
    'All of the text is elsewhere',
  ])
})

test('elements that are never closed, nested or crossed lose no text', async () => {
  expect(await texts('<p>one<p>two<b>bold<i>both</b>italic</i><div>three<table><tr><td>four')).toEqual(
    ['one', 'twoboldbothitalic', 'three', 'four'].flatMap((text, index) => (index === 0 ? [text] : ['', text])),
  )
  const deep = '<div>'.repeat(50_000)
  expect(await texts(`${deep}deep`)).toEqual(['deep'])
  const rows = await texts('<table><tr><td>x'.repeat(20_000))
  expect(rows.join('').length).toBe(20_000)
})

test('text that could keep a page’s rules busy for ever does not', async () => {
  const began = performance.now()
  expect(await texts(`<p>a<sup>${'&nbsp;'.repeat(200_000)}x</sup></p>`)).toHaveLength(1)
  const comments = '<!-- -->'.repeat(1000)
  const source = await openDocument(new TextEncoder().encode(`${comments}no page`), 'a.txt')
  expect(source.format).toBe('text')
  expect(performance.now() - began).toBeLessThan(5000)
})

test('lists count as the page has it: start, value, letters; an item’s later paragraphs have no label', async () => {
  const { lines } = await open('<ol start=3 type=a><li>three<ul><li>inner</ul><li value=9><p>nine</p><p>more</p></ol>')
  expect(lines.filter(({ text }) => text !== '').map(({ text, role }) => [text, role])).toEqual([
    ['three', { kind: 'list-item', label: 'c.' }],
    ['inner', { kind: 'list-item', label: null }],
    ['nine', { kind: 'list-item', label: 'i.' }],
    ['more', null],
  ])
})

test('a table of data is a line a row; a table for the layout is its cells’ blocks', async () => {
  const data = await open('<table><tr><th>Year<th>Low</tr><tr><td><p>2015</p></td><td></td></tr></table>')
  expect(data.lines.map(({ text, role }) => [text, role?.kind])).toEqual([
    ['Year | Low', 'table-row'],
    ['2015 | ', 'table-row'],
  ])
  expect(await texts('<table><tr><td><h2>Title</h2><p>Text</p></td><td>side</td></tr></table>')).toEqual([
    'Title',
    '',
    'Text',
    '',
    'side',
  ])
})

test('a note is one line with its marker, however the page writes it', async () => {
  for (const note of [
    '<div id="fn3"><p><a href="#r">[3]</a> The note.</p><p>More.</p></div>',
    '<aside role="doc-footnote"><sup>3</sup> The note. More.</aside>',
    '<div class="footnotes"><ol start="3"><li id="x"><p>The note. More.</p></li></ol></div>',
  ]) {
    const { lines } = await open(`<p>Text<sup>3</sup></p>${note}`)
    expect(lines).toContainEqual({ text: 'The note. More.', page: null, role: { kind: 'note', marker: '3' } })
    expect(lines[0]?.text).toBe('Text<sup>3</sup>')
  }
})

test('a line break ends a line and no block; preformatted text keeps its lines', async () => {
  expect(await texts('<p>one<br>two</p><pre>three\nfour\n\nfive</pre>')).toEqual([
    'one',
    'two',
    '',
    'three',
    'four',
    '',
    'five',
  ])
})
