/** Whatever a document's blocks are made of, none of their letters is lost on the way through a form, and none doubled. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Source } from '../source.ts'
import { docxFile, paragraph, run } from './docx-file.test-suite.ts'
import { openDocument } from './open-document.ts'
import { pdfFile, printedPage } from './pdf-file.test-suite.ts'

const RUNS = 60
const letters = (text: string): string => text.replaceAll(/\s+/g, '')
const lettersOf = ({ lines }: Source): string => letters(lines.map(({ text }) => text).join(''))
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Words of any letters and signs that XML can hold; never blanks alone. */
const word = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .map((text) => text.toWellFormed().replaceAll(/[\u0000-\u001f\u007f\ufffe\uffff\s]/g, '') || 'x')
const block = fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => words.join(' '))
const blocks = fc.array(block, { minLength: 1, maxLength: 8 })
const latinBlocks = fc.array(fc.stringMatching(/^[A-Za-z0-9 .,;:()\\/%-]{1,60}$/), { minLength: 1, maxLength: 20 })

test('HTML: paragraphs, items and cells', async () => {
  await fc.assert(
    fc.asyncProperty(blocks, async (texts) => {
      const [first = '', ...rest] = texts.map(escaped)
      const cells = rest.map((text) => `<td>${text}</td>`).join('')
      const html = `<!doctype html><p>${first}</p><ul>${rest.map((text) => `<li>${text}`).join('')}</ul><table><tr>${cells}</tr></table>`
      const source = await openDocument(new TextEncoder().encode(html), 'a.html')
      const bars = source.lines.some(({ role }) => role?.kind === 'table-row') ? '|' : ''
      const [head = '', ...tail] = texts
      expect(lettersOf(source)).toBe(letters(head + tail.join('') + tail.join(bars)))
    }),
    { numRuns: RUNS },
  )
})

test('DOCX: paragraphs of one run or many', async () => {
  await fc.assert(
    fc.asyncProperty(blocks, async (texts) => {
      const body = texts.map((text, index) =>
        paragraph(
          index % 2 === 0
            ? run(text)
            : text
                .split(' ')
                .map((part) => run(`${part} `))
                .join(''),
        ),
      )
      expect(lettersOf(await openDocument(docxFile({ body: body.join('') }), 'a.docx'))).toBe(letters(texts.join('')))
    }),
    { numRuns: RUNS },
  )
})

test('PDF: lines of any length over several pages', async () => {
  await fc.assert(
    fc.asyncProperty(latinBlocks, latinBlocks, async (one, two) => {
      fc.pre(/\S/.test([...one, ...two].join('')))
      const source = await openDocument(pdfFile([printedPage(one), printedPage(two)]), 'a.pdf')
      expect(lettersOf(source)).toBe(letters([...one, ...two].join('')))
    }),
    { numRuns: RUNS },
  )
})

test('plain text: every character, with the ends of its lines', async () => {
  await fc.assert(
    fc.asyncProperty(blocks, async (texts) => {
      const source = await openDocument(new TextEncoder().encode(texts.join('\n')), 'a.txt')
      expect(source.lines.map(({ text }) => text).join('\n')).toBe(texts.join('\n'))
    }),
    { numRuns: RUNS },
  )
})
