/** No sign that a person can write, paste or send keeps a pack from being made: every kind of code point, in every field. */
import { execFileSync } from 'node:child_process'
import type { Block, Board, Card, Report } from '@briefboard/board'
import { expect, it } from 'vitest'
import { buildPack } from './build.ts'
import { board, card, cite, figure, judgement, packInput, REPORTS, text } from './fixture.ts'
import { pdfFonts } from './pdf-fonts.ts'

/** Halves of pairs too: JavaScript's strings may hold them. */
const characterOf = (codePoint: number): string => String.fromCodePoint(codePoint)

/** Letters, digits and signs without a font are all written out in one way: one in so many of them is enough. */
const ONE_IN = 997
const SPECIAL = /[\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}]/u
const COMMON = /[\p{Cn}\p{Co}\p{Cs}]/u
const PAIRS = [
  '👨‍👩‍👧',
  '🇮🇶',
  '❤️',
  '1️⃣',
  '🏴\u{e0067}\u{e0062}\u{e007f}',
  'ﷺ',
  'ﬃ',
  'e\u0301\u0316',
  '\u2068a\u2069',
  '\u202eab',
]

function codePoints(): string[] {
  const { covers } = pdfFonts()
  const found: string[] = []
  for (let codePoint = 0; codePoint <= 0x10ffff; codePoint++) {
    const character = characterOf(codePoint)
    const isSpecial = SPECIAL.test(character) && !COMMON.test(character)
    const isSign = covers(codePoint) && !/[\p{L}\p{N}]/u.test(character)
    const isEdge = (codePoint & 0xfffe) === 0xfffe || codePoint === 0xd800 || codePoint === 0xdfff
    if (isSpecial || isSign || isEdge || codePoint % ONE_IN === 0 || (covers(codePoint) && /\p{Co}/u.test(character)))
      found.push(character)
  }
  return [...found, ...PAIRS]
}

/** In every field that people write. */
function everywhere(words: string): { board: Board; reports: Report[] } {
  const quoted = { ...cite(12), quotation: { text: words, hash: 'ab'.repeat(32) } }
  const paragraph: Block = { type: 'paragraph', content: [text(words), { ...text(words), bold: true }] }
  const alpha = card('alpha', {
    ...{ title: words, keyJudgement: words, tags: [words], actors: ['first'] },
    assessment: [
      paragraph,
      { type: 'heading', level: 2, content: [text(words)] },
      { type: 'list', ordered: false, items: [[paragraph]] },
      { type: 'quote', blocks: [paragraph] },
    ],
    gaps: [
      { text: words, citations: [quoted] },
      // A symbol has 120 letters at most.
      ...(words.match(/.{1,100}/gsu) ?? []).map((part) => ({ text: part, citations: [cite(1, `S/${part}`)] })),
    ],
    judgements: [
      judgement('j1', { reason: words }),
      judgement('j2', { basis: 'j1', reason: words, asOf: '2018-03-31' }),
    ],
  })
  const measured = { measure: words, unit: words, basis: words }
  const made = board([alpha], {
    ...{ title: words, description: words },
    actors: [{ id: 'first', name: words, aliases: [words], listReference: words }],
    figures: [
      figure('f1', 'alpha', { ...measured, period: `2012${words}`, low: 1 }),
      figure('f2', 'alpha', { ...measured, period: `2016${words}` }),
    ],
  })
  const regions = made.regions.map((region) => ({ ...region, name: words }))
  const reports = REPORTS.map((report) => ({
    ...report,
    title: words,
    sections: report.sections.map((section) => ({ ...section, heading: words })),
    paragraphs: report.paragraphs.map((one) => ({ ...one, digest: words })),
  }))
  return { board: { ...made, regions }, reports }
}

/** Alone in each place that may not be empty, a card a sign. */
function alone(characters: readonly string[]): { board: Board; reports: Report[] } {
  const cards = characters.map((character, nth): Card =>
    card(`c${nth}`, {
      ...{ title: character, keyJudgement: character, region: `r${nth}` },
      assessment: [{ type: 'heading', level: 2, content: [text(character)] }],
      gaps: [{ text: character, citations: [] }],
      judgements: [judgement(`j${nth}`, { reason: character })],
    }),
  )
  const region = { order: 'a0', m49: [], countries: [], headings: [] }
  const regions = characters.map((name, nth) => ({ ...region, id: `r${nth}`, name }))
  return { board: board(cards, { regions, title: characters[0] ?? '', figures: [] }), reports: REPORTS }
}

type Made = ReturnType<typeof everywhere>
const build = ({ board: made, reports }: Made) => buildPack({ ...packInput(made), reports })

/** What XML 1.0 may hold. */
const XML = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u

/** Gives the PDF's words; names the signs at fault where there are any. */
function expectBuilt(characters: readonly string[], make: (characters: readonly string[]) => Made): string {
  let pack
  try {
    pack = build(make(characters))
  } catch (error) {
    if (characters.length === 1)
      throw new Error(`With ${hexOf(characters[0] ?? '')}: ${String(error)}`, { cause: error })
    const half = characters.length >> 1
    for (const part of [characters.slice(0, half), characters.slice(half)]) expectBuilt(part, make)
    throw new Error(`Only together: ${characters.map(hexOf).join(' ')}`, { cause: error })
  }
  const bytesOf = (name: string): Uint8Array => pack.files.find((file) => file.name === name)?.bytes ?? new Uint8Array()
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  for (const { name, bytes } of pack.files) if (name.endsWith('.svg')) expect(decoder.decode(bytes)).toMatch(XML)
  expect(() => JSON.parse(decoder.decode(bytesOf('briefing.json')))).not.toThrow()
  expect(decoder.decode(bytesOf('briefing.md')).length).toBeGreaterThan(1000)
  for (const { name, bytes } of pack.files)
    if (/\.(md|svg)$/.test(name)) expect(decoder.decode(bytes)).not.toMatch(/[\u202a-\u202e]/)
  return execFileSync('pdftotext', ['-', '-'], { input: bytesOf('briefing.pdf'), encoding: 'utf8', maxBuffer: 1 << 28 })
}

const hexOf = (text: string): string =>
  Array.from(text, (character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}`).join('+')

const chunks = (all: readonly string[], size: number): string[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, nth) => all.slice(nth * size, (nth + 1) * size))

const CODE_POINTS = codePoints()

it('every kind of code point may stand in every text of a board', { timeout: 600_000 }, () => {
  expect(CODE_POINTS.length).toBeGreaterThan(5000)
  // A title has 1,000 signs at most.
  for (const characters of chunks(CODE_POINTS, 150))
    expectBuilt(characters, (some) => everywhere(some.map((character) => `a${character}b ${character}`).join(' ')))
})

it('each may be all that is written there', { timeout: 600_000 }, () => {
  const one = CODE_POINTS.filter((character, nth) => /[\p{Cc}\p{Cf}\p{Z}]/u.test(character) || nth % 40 === 0)
  expect(one.length).toBeGreaterThan(300)
  for (const characters of chunks([...one, ...PAIRS], 100)) expectBuilt(characters, alone)
  for (const character of ['\ufeff', '\u2068', '\u200b', '\u0301', '\ud800', '\u0000', '\u2028', ' '])
    expectBuilt([character], ([only = '']) => everywhere(only))
})

it('marks that print nothing print nothing; what has no font is written out', () => {
  const marks = '\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u202e\u200e\u200f\u061c\ufeff\u2060\u00ad\ufe0f'
  const words = expectBuilt([`harbour${marks} 漢`], ([only = '']) => everywhere(only))
  expect(words).toContain('[U+6F22]')
  expect([...new Set(words.match(/\[U\+[0-9A-F]+\]/g))]).toEqual(['[U+6F22]'])
})
