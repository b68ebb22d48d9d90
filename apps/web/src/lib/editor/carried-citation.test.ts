/** A citation reaches the text from wherever it is dragged or copied; other things that are dragged are left to the editor. */
import { quote, type Citation } from '@briefboard/board'
import { expect, test } from 'vitest'
import { carriedIn, putCarried } from './carried-citation.ts'
import { citationAt } from './chip-attributes.ts'

const quotation = quote('left the “harbour” & <b>came</b> back') ?? undefined
const plain = quote('left the harbour') ?? undefined
const PLACE: Citation = { symbol: 'S/2016/92', paragraph: 76, sub: 'b' }

/** What a browser carries; there is none here. */
function carrier(contents: Record<string, string> = {}): DataTransfer {
  const kept = new Map(Object.entries(contents))
  const transfer = {
    setData: (type: string, data: string) => void kept.set(type, data),
    getData: (type: string) => kept.get(type) ?? '',
  }
  return transfer as unknown as DataTransfer // these two are all that is used
}

test.each([[PLACE], [{ ...PLACE, quotation }], [{ symbol: 'S/2018/80', paragraph: 13 }]])(
  'what is put in comes out: %j',
  (citation) => {
    const data = carrier()
    putCarried(data, citation)
    expect(carriedIn(data)).toEqual(citation)
  },
)

test('other programs get the words with their source', () => {
  const data = carrier()
  putCarried(data, { symbol: 'S/2018/80', paragraph: 13, quotation: plain })
  expect(data.getData('text/plain')).toBe('“left the harbour” [S/2018/80, para. 13]')
  expect(data.getData('text/html')).not.toMatch(/<b>|data-quotation=""/)
})

test('as plain text it is read back, with a quotation taken anew', () => {
  const text = (words: string): Citation | null => carriedIn(carrier({ 'text/plain': words }))
  expect(text('“left the harbour” [S/2016/92, para. 76 (b)]\n')).toEqual({ ...PLACE, quotation: plain })
  expect(text('[S/2018/80, para. 13]')).toEqual({ symbol: 'S/2018/80', paragraph: 13 })
  for (const words of [
    '',
    'Some words',
    'See [S/2018/80, para. 13]',
    '[nonsense, para. 1]',
    '“a” “b” [S/2018/80, para. 1]',
  ])
    expect(text(words), words).toBeNull()
})

test('what is no citation under our own name is none', () => {
  for (const json of ['{', 'null', '{"symbol":"x"}', JSON.stringify({ ...PLACE, more: 1 })])
    expect(carriedIn(carrier({ 'application/x-briefboard-citation': json })), json).toBeNull()
})

test('a chip says its citation; a quotation that it cannot say is left off', () => {
  const chip = (attributes: Record<string, string>): Pick<Element, 'getAttribute'> => ({
    getAttribute: (name) => attributes[name] ?? null,
  })
  expect(
    citationAt(chip({ 'data-citation': 'S/2016/92:76(b)', 'data-quotation': 'x', 'data-quotation-hash': '0' })),
  ).toEqual(PLACE)
  expect(citationAt(chip({ 'data-citation': 'nothing' }))).toBeNull()
})
