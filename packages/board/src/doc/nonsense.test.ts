/** Reading a document never throws, whatever somebody wrote into it, and nothing that is keyed comes twice. */
import {
  BOARD_NAMES,
  CARD_NAMES,
  nonsenseBoard,
  nonsenseCard,
  nonsenseTalk,
  oddlyOpenedDocument,
  seededRandom,
  sentDocument,
  TALK_NAMES,
} from '@briefboard/testkit'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { inlinesOf, textOf, type Block } from '../assessment.ts'
import { citationKey, quotedKey, type Citation } from '../citation.ts'
import { citingSteps } from '../cited.ts'
import { coverageSteps } from '../coverage-answer.ts'
import { currentJudgement, judgementChain, standingOf } from '../judgements.ts'
import { lookedAtHistory } from '../looked-at.ts'
import type { Board, Report } from '../model.ts'
import { quotationState } from '../quotation-state.ts'
import { readAssessment } from './assessment.ts'
import { LIMITS } from './limits.ts'
import type { Problem } from './problems.ts'
import { readBoard } from './read.ts'
import { finished } from './steps.ts'
import { openThreads, readThreads, type Thread } from './talk.ts'

/** More of them by NONSENSE_RUNS=20000. */
const RUNS = Number(process.env['NONSENSE_RUNS'] ?? 100)
const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 })

const check = (look: (seed: number) => void): void => fc.assert(fc.property(seeds, look), { numRuns: RUNS })

test('a board is read whatever stands in it; a program may even have opened its roots as other types', () => {
  check((seed) => {
    const random = seededRandom(seed)
    for (const doc of [sentDocument(nonsenseBoard(random)), oddlyOpenedDocument(random, { names: BOARD_NAMES })]) {
      const { value, problems } = readBoard('b', doc)
      expectSound(value)
      expectTold(problems)
      doc.destroy()
    }
  })
})

test('an assessment is read whatever stands in it', () => {
  check((seed) => {
    const random = seededRandom(seed)
    for (const doc of [sentDocument(nonsenseCard(random)), oddlyOpenedDocument(random, { names: CARD_NAMES })]) {
      const problems: Problem[] = []
      const blocks = readAssessment(doc, problems)
      expectBlocks(blocks)
      expectTold(problems)
      doc.destroy()
    }
  })
})

test('comments are read whatever stands among them, and each has an id of its own', () => {
  check((seed) => {
    const random = seededRandom(seed)
    for (const doc of [sentDocument(nonsenseTalk(random)), oddlyOpenedDocument(random, { names: TALK_NAMES })]) {
      const problems: Problem[] = []
      const threads = readThreads(doc, problems)
      expectThreads(threads)
      expectTold(problems)
      doc.destroy()
    }
  })
})

test('a text or list in a value has an end: what is longer is left out alone, and its problem says which part of it', () => {
  const doc = new Y.Doc()
  const figure = { card: 'c', measure: 'Boats', low: 1, high: 1, unit: 'boats', period: '2015', basis: 'count' }
  const given = { ...figure, qualifier: 'none', citation: { symbol: 'S/2018/80', paragraph: 1 } }
  const long = 'x'.repeat(LIMITS.value + 1)
  const figures = doc.getMap('figures')
  figures.set('fine', { ...given, measure: 'x'.repeat(LIMITS.value) })
  for (const name of ['measure', 'unit', 'period', 'basis']) figures.set(name, { ...given, [name]: long })
  const region = { name: 'R', order: 'a0', m49: ['002'], countries: ['LY'], headings: [] }
  const codes = Array.from({ length: LIMITS.listInValue + 1 }, (_, index) => `C${index}`)
  const regions = doc.getMap('regions')
  regions.set('fine', { ...region, countries: codes.slice(1) })
  regions.set('many', { ...region, countries: codes })
  regions.set('heading', { ...region, headings: [{ report: 'S/2018/80', heading: 'x'.repeat(LIMITS.title + 1) }] })
  doc.getMap('actors').set('many', { name: 'A', aliases: codes, listReference: null })
  doc.getMap('actors').set('long', { name: long, aliases: [], listReference: null })
  const card = new Y.Map<unknown>()
  doc.getMap('cards').set('c', card)
  card.set('gaps', [
    { text: 'x'.repeat(LIMITS.prose + 1), citations: [] },
    { text: 'Known', citations: [] },
  ])
  card.set('tags', codes)
  const { value, problems } = readBoard('b', doc)
  expect(value.cards[0]?.tags).toEqual(codes.slice(0, LIMITS.names))
  expect(value.figures.map(({ id }) => id)).toEqual(['fine'])
  expect(value.regions.map(({ id }) => id)).toEqual(['fine'])
  expect(value.actors).toEqual([])
  expect(value.cards[0]?.gaps.map(({ text }) => text)).toEqual(['Known'])
  const paths = problems.map(({ path }) => path)
  for (const name of ['measure', 'unit', 'period', 'basis'])
    expect(problems.find(({ path }) => path === `figures/${name}`)?.reason).toContain(`300 characters (at ${name})`)
  for (const path of [
    'regions/many',
    'regions/heading',
    'actors/many',
    'actors/long',
    'cards/c/gaps/0',
    'cards/c/tags',
  ])
    expect(paths).toContain(path)
})

const REPORT: Report = {
  ...{ symbol: 'S/2018/80', title: 'Report', series: 's', number: 6, date: '2018-01-31', url: '' },
  sections: [{ id: 's1', heading: 'Threat', level: 1, parent: null, paragraphs: [1, 13] }],
  paragraphs: [13, 14].map((number) => ({
    ...{ number, section: 's1', digest: 'd', regions: ['a', 'none', '__proto__'], themes: ['financing', 'toString'] },
    ...{ actors: ['a'], subparagraphs: [] },
  })),
}

function expectSound(board: Board): void {
  expectPlain(board)
  for (const all of [board.cards, board.regions, board.actors, board.figures]) expectDistinct(all.map(({ id }) => id))
  for (const card of board.cards) {
    for (const names of [card.actors, card.countries, card.themes, card.tags]) expectDistinct(names)
    for (const { citations } of [...card.judgements, ...card.gaps]) expectDistinct(citations.map(quotedKey))
    expectDistinct(card.judgements.map(({ id }) => id))
    expectDistinct(card.lookedAt.map(({ id }) => id))
    expect(standingOf(card.judgements).state === 'none').toBe(card.judgements.length === 0)
    expect(judgementChain(card).at(-1)).toEqual(currentJudgement(card) ?? undefined)
    for (const { at, asOf } of card.judgements) expect(Number.isNaN(Date.parse(asOf ?? at))).toBe(false)
  }
  for (const { m49, countries } of board.regions) [m49, countries].forEach(expectDistinct)
  for (const by of ['regions', 'themes'] as const) {
    const answer = finished(coverageSteps(board, [REPORT], { by }))
    expectDistinct(answer.columns.map(({ id }) => id))
    expectPlain(answer)
  }
  expectPlain([...finished(citingSteps(board)).byParagraph])
  expectPlain(lookedAtHistory(board))
}

/** What is written as JSON, sent to a worker or to a page, comes back as it was. */
function expectPlain(value: unknown): void {
  const text = JSON.stringify(value)
  expect(text.isWellFormed()).toBe(true)
  expect(text).not.toContain(String.raw`\u0000`)
  expect(JSON.parse(text)).toEqual(value)
  expect(structuredClone(value)).toEqual(value)
}

function expectDistinct(keys: readonly unknown[]): void {
  expect(new Set(keys).size).toBe(keys.length)
}

function expectBlocks(blocks: readonly Block[]): void {
  expectPlain(blocks)
  expect(depthOf(blocks)).toBeLessThanOrEqual(LIMITS.blockDepth + 1)
  expect(textOf(blocks)).toBeTypeOf('string')
  for (const inline of inlinesOf(blocks)) if (inline.type === 'citation') expectCitation(inline.citation)
}

function expectCitation(citation: Citation): void {
  expect(citationKey(citation)).toContain(citation.symbol)
  if (citation.quotation !== undefined) expect(quotationState(citation.quotation, 'x')).toBeTypeOf('string')
}

const depthOf = (blocks: readonly Block[]): number =>
  1 +
  Math.max(
    0,
    ...blocks.map((block) =>
      'blocks' in block ? depthOf(block.blocks) : 'items' in block ? Math.max(0, ...block.items.map(depthOf)) : 0,
    ),
  )

function expectThreads(threads: readonly Thread[]): void {
  expectPlain(threads)
  expectDistinct(threads.map(({ id }) => id))
  for (const { messages } of threads) expectDistinct(messages.map(({ id }) => id))
  expect([...openThreads(threads).values()].every((count) => count > 0)).toBe(true)
}

/** In words, and not too many of them. */
function expectTold(problems: readonly Problem[]): void {
  expect(problems.length).toBeLessThanOrEqual(200)
  for (const { path, reason } of problems) {
    expect(path.length).toBeLessThanOrEqual(200)
    expect(reason).toMatch(/^.{4,200}$/su)
  }
}
