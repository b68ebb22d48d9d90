/** Nothing is lost, and what was put in is found: over reports made up by chance, in the forms that real ones have. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accountFor } from './account.ts'
import {
  asMarkdown,
  asRawPdf,
  asText,
  countNotes,
  noteBody,
  printing,
  report,
  truthOf,
} from './fixtures/generated-report.test-suite.ts'
import { sourceOf } from './fixtures/source-of.test-suite.ts'
import type { ReadReport } from './model.ts'
import { readSource } from './read-source.ts'

/** Enough to make a failure smaller; a run that passes needs far less. */
const IN_TIME = { interruptAfterTimeLimit: 30_000 }
const EVERYTHING = { missing: [], twice: [], altered: [] }

function found({ paragraphs }: ReadReport) {
  return paragraphs.map(({ number, section, text, notes }) => ({
    number,
    section,
    text,
    notes: notes.map(({ marker }) => marker),
  }))
}

const headings = ({ sections }: ReadReport): string[] =>
  sections.map(({ id, label, heading }) => `${id} ${label}. ${heading}`)

describe('a made-up report reads back as it was made, and every character is accounted for', () => {
  test('clean text', () => {
    fc.assert(
      fc.property(report, (made) => {
        const source = sourceOf(asText(made))
        const read = readSource(source)
        expect(found(read)).toEqual(truthOf(made, false))
        expect(headings(read)).toEqual(made.sections.map(({ id, label, heading }) => `${id} ${label}. ${heading}`))
        expect(accountFor(source, read)).toEqual(EVERYTHING)
      }),
      { numRuns: 60, ...IN_TIME },
    )
  })

  test('Markdown whose notes interrupt paragraphs', () => {
    fc.assert(
      fc.property(report, printing, (made, how) => {
        const source = sourceOf(asMarkdown(made, how), 'markdown')
        const read = readSource(source)
        expect(found(read)).toEqual(truthOf(made, true))
        expect(read.notes.map(({ marker, text }) => [marker, text])).toEqual(
          Array.from({ length: countNotes(made) }, (_, index) => [`${index + 1}`, noteBody(index + 1)]),
        )
        expect(headings(read)).toEqual(made.sections.map(({ id, label, heading }) => `${id} ${label}. ${heading}`))
        expect(accountFor(source, read)).toEqual(EVERYTHING)
      }),
      { numRuns: 60, ...IN_TIME },
    )
  })

  test('raw PDF text with furniture, bare markers and words pushed apart', () => {
    fc.assert(
      fc.property(report, printing, (made, how) => {
        const withNotes = countNotes(made) >= 3
        const source = sourceOf(asRawPdf(made, how, withNotes), 'text')
        const read = readSource(source)
        expect(found(read)).toEqual(truthOf(made, withNotes))
        expect(headings(read)).toEqual(made.sections.map(({ id, label, heading }) => `${id} ${label}. ${heading}`))
        expect(accountFor(source, read)).toEqual(EVERYTHING)
      }),
      { numRuns: 100, ...IN_TIME },
    )
  })
})

const scrap = fc.oneof(
  fc.constantFrom(
    '',
    '---',
    '____________',
    '1.',
    '2.',
    'A.',
    'II. Heading',
    '## **A. Heading****B. Other**',
    '3. Some text that ends.',
    '12/18',
    '26-01234',
    'T/2026/7',
    '<sup>1</sup> A note.',
    '[^2]: A note.',
    'text <sup>1, 2</sup> more',
    '(a) item;',
    '(i) item',
    '* * *',
    'words- ',
    'and co nsidered',
    '[a](#b) \\$5',
    '**bold**',
    '10/18 26-01234 T/2026/7 runs on. 4. Next paragraph',
    '| a | b |',
    '|---|---|',
    'Notes',
    '5',
    'word3 and 4, 5 6',
    '\u00ad-',
    'A -b ( c , d ’s',
  ),
  fc.string({ maxLength: 80 }),
  fc.string({ unit: fc.constantFrom(...'ab I1.2(),-’<>[]*#_\\$/ \t\f'), maxLength: 60 }),
)
const role = fc.oneof(
  { weight: 6, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('heading' as const), level: fc.integer({ min: 1, max: 6 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('list-item' as const), label: fc.constantFrom(null, '(a)', '1.', '•') }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('note' as const), marker: fc.constantFrom('1', '*', '') }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'table-row' as const }) },
)

test('whatever the text is, reading does not throw and no character is lost', () => {
  const line = fc.record({ text: scrap, role, page: fc.constantFrom(null, 1, 2) })
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 40 }),
      fc.constantFrom('text', 'markdown', 'html', 'pdf', 'docx'),
      (lines, format) => {
        const source = { format, lines, warnings: [] }
        expect(accountFor(source, readSource(source))).toEqual(EVERYTHING)
      },
    ),
    { numRuns: 1500, ...IN_TIME },
  )
})
