/** What a Word document shows, and what it counts by itself. */
import { expect, test } from 'vitest'
import type { Source } from '../source.ts'
import { docxFile, paragraph, run, style, type WordParts } from './docx-file.test-suite.ts'
import { openDocument } from './open-document.ts'

const open = (parts: WordParts): Promise<Source> => openDocument(docxFile(parts), 'a.docx')
const texts = async (parts: WordParts): Promise<string[]> =>
  (await open(parts)).lines.map(({ text }) => text).filter((text) => text !== '')
const level = (at: number, format: string, text: string, more = ''): string =>
  `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${format}"/>${more}<w:lvlText w:val="${text}"/></w:lvl>`
const item = (text: string, num: number, at = 0): string =>
  paragraph(run(text), `<w:numPr><w:ilvl w:val="${at}"/><w:numId w:val="${num}"/></w:numPr>`)

test('numbers count through the document, begin anew below a higher one, and where a list says so', async () => {
  const { lines } = await open({
    body: [
      item('a', 1),
      item('b', 1, 1),
      item('c', 1, 1),
      item('d', 1),
      item('e', 1, 1),
      item('f', 2),
      item('g', 3),
    ].join(''),
    numbering:
      `<w:abstractNum w:abstractNumId="0">${level(0, 'decimal', '%1.')}${level(1, 'lowerRoman', '%1.%2')}</w:abstractNum>` +
      '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>' +
      '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>' +
      '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>',
  })
  const labels = lines.flatMap(({ role }) => (role?.kind === 'list-item' ? [role.label] : []))
  expect(labels).toEqual(['1.', '1.i', '1.ii', '2.', '2.i', '3.', '7.'])
})

test('headings are known by name, by outline, by the style they are based on, and by the names of UN templates', async () => {
  const { lines } = await open({
    body: ['A', 'B', 'C', 'D'].map((id) => paragraph(run(`Heading ${id}`), `<w:pStyle w:val="${id}"/>`)).join(''),
    styles:
      style('A', 'heading 2') +
      style('B', 'My style', '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>') +
      style('C', 'Other', '<w:basedOn w:val="B"/>') +
      style('D', '_ H _Ch_G', '<w:basedOn w:val="D"/>'),
  })
  const levels = lines.flatMap(({ role }) => (role?.kind === 'heading' ? [role.level] : []))
  expect(levels).toEqual([2, 3, 3, 2])
})

test('deleted and hidden text is left out and counted; inserted text is text', async () => {
  const { lines, warnings } = await open({
    body: paragraph(
      run('stays ') +
        '<w:del><w:r><w:delText>goes</w:delText></w:r></w:del>' +
        `<w:ins>${run('comes')}</w:ins>` +
        run(' hidden', '<w:vanish/>') +
        run(' seen', '<w:vanish w:val="0"/>'),
    ),
  })
  expect(lines.map(({ text }) => text)).toEqual(['stays comes seen'])
  expect(warnings).toEqual([
    'Left out: 4 characters that a tracked change deletes. Insertions are in the text.',
    'Left out: 7 characters that are formatted as hidden.',
  ])
})

test('notes are numbered by where the text refers to them, not by their ids; an author’s own mark is kept', async () => {
  const reference = (id: number, own = '') => `<w:r><w:footnoteReference w:id="${id}"${own}/></w:r>`
  const { lines } = await open({
    body: paragraph(
      run('One') +
        reference(5) +
        run(' two') +
        reference(2) +
        run(' three') +
        reference(9, ' w:customMarkFollows="1"') +
        run('*'),
    ),
    footnotes: {
      2: paragraph(run('Second.')) + paragraph(run('Goes on.')),
      5: paragraph(run('First.')),
      9: paragraph(run('Third.')),
    },
  })
  expect(lines.filter(({ text }) => text !== '')).toEqual([
    { text: 'One<sup>1</sup> two<sup>2</sup> three<sup>*</sup>', page: null, role: null },
    { text: 'First.', page: null, role: { kind: 'note', marker: '1' } },
    { text: 'Second. Goes on.', page: null, role: { kind: 'note', marker: '2' } },
    { text: 'Third.', page: null, role: { kind: 'note', marker: '*' } },
  ])
})

test('raised runs that make one mark are one; ordinals stay words', async () => {
  const up = '<w:vertAlign w:val="superscript"/>'
  expect(
    await texts({ body: paragraph(run('a') + run('1', up) + run('2', up) + run(' b 4') + run('th', up)) }),
  ).toEqual(['a<sup>12</sup> b 4th'])
})

test('a table is a line a row; heads and feet of pages stand around the text, without page numbers', async () => {
  const cell = (text: string) => `<w:tc>${paragraph(run(text))}</w:tc>`
  const field = (code: string) => `<w:fldSimple w:instr="${code}">${run('9')}</w:fldSimple>`
  expect(
    await texts({
      body: `<w:tbl><w:tr>${cell('Year')}${cell('Low')}</w:tr><w:tr>${cell('2015')}${cell('400')}</w:tr></w:tbl>`,
      header: paragraph(run('S/2031/7')),
      footer: paragraph(run('31-00001') + field(' PAGE ') + field(' TITLE ')),
    }),
  ).toEqual(['S/2031/7', 'Year | Low', '2015 | 400', '31-000019'])
})

test('text boxes are read once, links and breaks and signs are text', async () => {
  const box = `<w:txbxContent>${paragraph(run('In a box'))}</w:txbxContent>`
  expect(
    await texts({
      body:
        paragraph(
          `<mc:AlternateContent><mc:Choice>${box}</mc:Choice><mc:Fallback>${box}</mc:Fallback></mc:AlternateContent>`,
        ) +
        paragraph(
          `<w:hyperlink>${run('link')}</w:hyperlink><w:r><w:tab/><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>`,
        ),
    }),
  ).toEqual(['In a box', 'link\ta\u2011b', 'c'])
})
