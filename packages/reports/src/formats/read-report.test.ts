/** From a file to a Report: the form makes no difference to what is understood. */
import { expect, test } from 'vitest'
import { readReport } from './read-report.ts'
import { FILES, NOTES, TITLE } from './same-text.test-suite.ts'

test.each(['md', 'html', 'pdf', 'docx'] as const)(
  'the report as %s has its sections, paragraphs and notes',
  async (form) => {
    const { title, number, sections, paragraphs, notes, markersWithoutNotes } = await readReport(
      FILES[form],
      `a.${form}`,
    )
    expect({ title, number }).toEqual({ title: TITLE, number: 3 })
    expect(sections.map(({ heading, parent }) => [heading, parent])).toEqual([
      ['Introduction', null],
      ['State of the harbours', null],
      ['Larger harbours', sections[1]?.id],
    ])
    expect(paragraphs.map(({ number, section }) => [number, section])).toEqual(
      sections.map(({ id }, index) => [index + 1, id]),
    )
    expect(notes.map(({ marker, text, paragraph }) => [marker, text, paragraph])).toEqual([
      ['1', NOTES[0], 1],
      ['2', NOTES[1], 3],
    ])
    expect(markersWithoutNotes).toEqual([])
  },
)

test('a symbol that a person typed with blanks is the report’s symbol', async () => {
  const { symbol } = await readReport(FILES.txt, 'a.txt', { symbol: ' s / 2031/ 5 ' })
  expect(symbol).toBe('S/2031/5')
})
