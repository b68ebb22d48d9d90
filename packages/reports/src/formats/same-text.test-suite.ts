/** One small report of our own in all five forms, for tests that the form does not matter. */
import { docxFile, paragraph, run, style } from './docx-file.test-suite.ts'
import { pdfFile, printedPage } from './pdf-file.test-suite.ts'

export const TITLE = 'Third report on the harbours of the northern coast'
export const HEADINGS = ['I. Introduction', 'II. State of the harbours', 'A. Larger harbours'] as const
/** With the markers of their notes. */
export const PARAGRAPHS = [
  'The present report was asked for by the Council of Harbours in its decision H/2031/4 and covers the year 2031.<sup>1</sup>',
  'Of 14 harbours, 9 were open all year; the others closed for 30 to 45 days because of ice (see H/2030/12, para. 7).',
  'The harbour of Port Ansel took in between USD 2 million and USD 3 million. Its master’s account names three reasons:<sup>2</sup>',
] as const
export const ITEMS = ['New quays, opened in March', 'Lower fees for small boats'] as const
export const NOTES = ['Harbours of more than five berths.', 'Account of 3 April 2031.'] as const

const plain = (text: string): string => text.replaceAll(/<\/?sup>/g, '')
const numbered = PARAGRAPHS.map((text, index) => `${index + 1}. ${text}`)
const lettered = ITEMS.map((text, index) => `(${'ab'[index]}) ${text}`)
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

const text = [
  TITLE,
  HEADINGS[0],
  numbered[0],
  HEADINGS[1],
  numbered[1],
  HEADINGS[2],
  numbered[2],
  ...lettered,
  ...NOTES.map((note, index) => `${index + 1} ${note}`),
]

/** On paper the marks of notes are raised where the notes stand, too. */
const printed = text.map((line) => line?.replace(/^(\d) /, '<sup>$1</sup> '))

const markdown = [
  `# ${TITLE}`,
  `## ${HEADINGS[0]}`,
  numbered[0],
  `## ${HEADINGS[1]}`,
  numbered[1],
  `### ${HEADINGS[2]}`,
  numbered[2],
  ...ITEMS.map((item) => `- ${item}`),
  '---',
  ...NOTES.map((note, index) => `[^${index + 1}]: ${note}`),
]

const html = `<!doctype html><html><head><title>H</title><style>p { margin: 0 }</style></head><body>
<nav><a href="/">Home</a></nav>
<h1>${TITLE}</h1>
<h2>${HEADINGS[0]}</h2>
<ol><li>${PARAGRAPHS[0]}</li></ol>
<h2>${HEADINGS[1]}</h2>
<ol start="2"><li><p>${PARAGRAPHS[1]}</p></li></ol>
<h3>${HEADINGS[2]}</h3>
<p>3. ${PARAGRAPHS[2]}</p>
<ul>${ITEMS.map((item) => `<li>${item}</li>`).join('\n')}</ul>
<section role="doc-endnotes"><ol>${NOTES.map((note) => `<li><p>${note} <a role="doc-backlink">↩</a></p></li>`).join('')}</ol></section>
<script>document.write('Nobody reads this.')</script>
</body></html>`

const word = docxFile({
  body: [
    paragraph(run(TITLE), '<w:pStyle w:val="Title"/>'),
    paragraph(run('Introduction'), '<w:pStyle w:val="H1"/>'),
    paragraph(withReferences(PARAGRAPHS[0]), '<w:pStyle w:val="Numbered"/>'),
    paragraph(run('State of the harbours'), '<w:pStyle w:val="H1"/>'),
    paragraph(withReferences(PARAGRAPHS[1]), '<w:pStyle w:val="Numbered"/>'),
    paragraph(run('Larger harbours'), '<w:pStyle w:val="H2"/>'),
    paragraph(withReferences(PARAGRAPHS[2]), '<w:pStyle w:val="Numbered"/>'),
    ...ITEMS.map((item) => paragraph(run(item), '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>')),
  ].join(''),
  styles:
    style('Title', 'Title') +
    style('H1', 'heading 2', '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr></w:pPr>') +
    style('H2', 'heading 3', '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="2"/></w:numPr></w:pPr>') +
    style('Numbered', 'Single Txt', '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'),
  numbering:
    list(0, ['decimal', '%1.'], ['lowerLetter', '(%2)']) +
    list(1, ['upperRoman', '%1.'], ['upperLetter', '%2.']) +
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>',
  footnotes: Object.fromEntries(
    NOTES.map((note, index) => [`${index + 7}`, paragraph('<w:r><w:footnoteRef/></w:r>' + run(` ${note}`))]),
  ),
})

function list(id: number, ...levels: readonly (readonly [string, string])[]): string {
  const written = levels.map(
    ([format, label], level) =>
      `<w:lvl w:ilvl="${level}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${label}"/></w:lvl>`,
  )
  return `<w:abstractNum w:abstractNumId="${id}">${written.join('')}</w:abstractNum>`
}

function withReferences(marked: string): string {
  return marked
    .split(/<sup>(\d)<\/sup>/)
    .map((part, index) =>
      index % 2 === 0 ? run(part) : `<w:r><w:footnoteReference w:id="${Number(part) + 6}"/></w:r>`,
    )
    .join('')
}

/** A line of 60 letters or so, as a PDF breaks them. */
const broken = (line: string): string[] => line.match(/.{1,60}(?:\s|$)/g)?.map((part) => part.trim()) ?? []

const page = (lines: readonly (string | undefined)[]) =>
  printedPage(lines.flatMap((line) => ['', ...broken(line ?? '')]))

export const FILES: Readonly<Record<'txt' | 'md' | 'html' | 'pdf' | 'docx', Uint8Array>> = {
  txt: bytes(text.map((line) => plain(line ?? '')).join('\n\n')),
  md: bytes(markdown.join('\n\n')),
  html: bytes(html),
  pdf: pdfFile([page(printed.slice(0, 5)), page(printed.slice(5))]),
  docx: word,
}
