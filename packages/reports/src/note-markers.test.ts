import { expect, test } from 'vitest'
import { sourceOf } from './fixtures/source-of.test-suite.ts'
import { readLines } from './lines.ts'
import { liftBareMarkers } from './note-markers.ts'

function lifted(text: string) {
  const lines = liftBareMarkers(readLines(sourceOf(text)), new Map())
  const markers = lines.flatMap((line) => line.text.marks.map(({ marker }) => marker))
  return { text: lines.map((line) => line.text.text).join('\n'), markers }
}

test('bare numbers that count up through the text are markers', () => {
  expect(lifted('The harbours, 1 and the ports. 2\nOf the Council 3 and its work. 4')).toEqual({
    text: 'The harbours, and the ports.\nOf the Council and its work.',
    markers: ['1', '2', '3', '4'],
  })
})

test('numbers that count or name something are not, even in sequence', () => {
  const { text, markers } = lifted(
    'The harbours, 1 the ports, 2 and see paras. 3 and 4; article 3. 3 Later 4 ports closed. 4 Some 5 per cent, 5 at most.',
  )
  expect(markers).toEqual(['1', '2', '3', '4', '5'])
  expect(text).toContain('paras. 3 and 4; article 3.')
  expect(text).toContain('Some 5 per cent,')
})

test('a few numbers are no sequence of markers', () => {
  expect(lifted('The 3 harbours and the 4 ports were open for 24 hours.').markers).toEqual([])
})

test('a number glued to a word that is known without it is a marker', () => {
  expect(lifted('Some fighters8 left. The fighters came back.')).toEqual({
    text: 'Some fighters left. The fighters came back.',
    markers: ['8'],
  })
  expect(lifted('The unit covid19 is a name.').markers).toEqual([])
})
