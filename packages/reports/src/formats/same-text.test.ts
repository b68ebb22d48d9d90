/** The same report in five forms gives the same words, and what the form says of them. */
import { describe, expect, test } from 'vitest'
import type { Source } from '../source.ts'
import { openDocument } from './open-document.ts'
import { FILES, HEADINGS, ITEMS, NOTES, PARAGRAPHS, TITLE } from './same-text.test-suite.ts'

type Form = keyof typeof FILES
const FORMS: readonly Form[] = ['txt', 'md', 'html', 'pdf', 'docx']
const open = (form: Form): Promise<Source> => openDocument(FILES[form], `harbours.${form}`)

/** Words alone: without marks, and where lines end. */
const words = (text: string): string =>
  text
    .replaceAll(/<sup>[^<]*<\/sup>/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
const roleOf = (source: Source, text: string) => source.lines.find((line) => line.text.includes(text))?.role

describe.each(FORMS)('the report as %s', (form) => {
  test('has every paragraph, heading, item and note in its words and in order, and no warning but of navigation', async () => {
    const { format, lines, warnings } = await open(form)
    expect(format).toBe({ txt: 'text', md: 'markdown', html: 'html', pdf: 'pdf', docx: 'docx' }[form])
    expect(warnings).toEqual(form === 'html' ? ['Left out as navigation: “Home” (4 characters).'] : [])
    const whole = words(lines.map(({ text }) => text).join('\n'))
    let from = 0
    // A plain text cannot raise a mark: there it stands behind the word.
    const expected = (text: string) => words(form === 'txt' ? text.replaceAll(/<\/?sup>/g, '') : text)
    for (const text of [TITLE, ...PARAGRAPHS, ...ITEMS, ...NOTES].map(expected)) {
      const at = whole.indexOf(text, from)
      expect(at, text).toBeGreaterThanOrEqual(from)
      from = at + text.length
    }
    for (const heading of HEADINGS) expect(whole).toContain(heading)
  })
})

test('Markdown, HTML and DOCX say which lines are headings, items and notes', async () => {
  for (const form of ['md', 'html', 'docx'] as const) {
    const source = await open(form)
    expect(roleOf(source, TITLE)).toEqual({ kind: 'heading', level: 1 })
    expect(roleOf(source, HEADINGS[1])).toEqual({ kind: 'heading', level: 2 })
    expect(roleOf(source, HEADINGS[2])).toEqual({ kind: 'heading', level: 3 })
    expect(roleOf(source, ITEMS[1])).toEqual({ kind: 'list-item', label: form === 'docx' ? '(b)' : null })
    expect(roleOf(source, NOTES[1])).toEqual({ kind: 'note', marker: '2' })
  }
})

test('a number that the form counts by itself is the line’s label, and not in its text', async () => {
  for (const form of ['html', 'docx'] as const) {
    const { lines } = await open(form)
    const line = lines.find(({ text }) => text.startsWith('Of 14 harbours'))
    expect(line?.role).toEqual({ kind: 'list-item', label: '2.' })
  }
})

test('a raised mark is written the same way in Markdown, HTML, PDF and DOCX', async () => {
  for (const form of ['md', 'html', 'pdf', 'docx'] as const) {
    const { lines } = await open(form)
    const whole = lines.map(({ text }) => text).join(' ')
    expect(whole).toContain('2031.<sup>1</sup>')
    expect(whole).toContain('reasons:<sup>2</sup>')
  }
})

test('only the PDF has pages, and knows them', async () => {
  const pages = (source: Source) => [...new Set(source.lines.map(({ page }) => page))]
  for (const form of FORMS) expect(pages(await open(form))).toEqual(form === 'pdf' ? [1, 2] : [null])
})

test('an empty line stands between paragraphs in every form', async () => {
  for (const form of FORMS) {
    const { lines } = await open(form)
    const at = lines.findIndex(({ text }) => text.includes('Of 14 harbours'))
    expect(lines[at - 1]?.text, form).toBe('')
    expect(lines[at + 1]?.text === '' || form === 'pdf').toBe(true)
  }
})
