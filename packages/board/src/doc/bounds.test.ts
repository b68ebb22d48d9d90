/** What is read of a document is bounded by all that is passed on the way, and reading it goes in short steps. (decision 0023) */
import { manyMarks } from '@briefboard/testkit'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { citationsOf, inlinesOf, textOf } from '../assessment.ts'
import { assessmentSteps, readAssessment } from './assessment.ts'
import { LIMITS } from './limits.ts'
import type { Problem } from './problems.ts'
import { boardSteps, readBoard } from './read.ts'
import { assessmentOf, cardsMap, figuresMap, threadsMap } from './schema.ts'
import type { Steps } from './steps.ts'
import { openThreads, openThreadSteps, readThreads, threadSteps } from './talk.ts'

/** A thread with so many comments. */
function addThread(doc: Y.Doc, id: string, count: number, text: (index: number) => unknown = String): void {
  const messages = Y.Array.from(Array.from({ length: count }, (_, index) => ({ text: text(index) })))
  threadsMap(doc).set(
    id,
    new Y.Map<unknown>([...Object.entries({ card: 'europe', resolved: null }), ['messages', messages]]),
  )
}

function counted<T>(steps: Steps<T>): { steps: number; value: T } {
  for (let count = 0; ; count++) {
    const { done, value } = steps.next()
    if (done === true) return { steps: count, value }
  }
}

test('of very many comments, short threads are read whole, long ones share the rest, and a problem says so', () => {
  const doc = new Y.Doc()
  for (let index = 0; index < 100; index++) addThread(doc, `long-${index}`, 1000)
  addThread(doc, 'short', 300)
  const problems: Problem[] = []
  const lengths = new Map(readThreads(doc, problems).map(({ id, messages }) => [id, messages.length]))
  expect(lengths.get('short')).toBe(300)
  expect(lengths.get('long-7')).toBe((LIMITS.allMessages - 300) / 100)
  expect(problems).toEqual([
    { path: 'threads', reason: 'has more than 40000 messages; the first 397 of each thread are read' },
  ])
})

test('comments are read in steps, and open threads are counted without reading them', () => {
  const doc = new Y.Doc()
  for (let index = 0; index < 20; index++) addThread(doc, `t${index}`, 2000)
  addThread(doc, 'nonsense first', 3, (index) => (index === 0 ? null : 'words'))
  addThread(doc, 'nonsense', 3, () => null)
  const read = counted(threadSteps(doc))
  const looked = counted(openThreadSteps(doc))
  expect(looked.value).toEqual(openThreads(read.value))
  expect(looked.value).toEqual(new Map([['europe', 21]]))
  expect(read.steps).toBeGreaterThan(400)
  expect(looked.steps).toBeLessThan(100)
})

test('what stands among the comments of a thread and is none counts as well', () => {
  const doc = new Y.Doc()
  addThread(doc, 't', 3000, (index) => (index % 2 === 0 ? null : 'words'))
  expect(readThreads(doc)[0]?.messages).toHaveLength(1000)
})

const markedText = (doc: Y.Doc): Y.Text => doc.getText('text')
const markedParagraph = (doc: Y.Doc): Y.Text => doc.getXmlFragment('assessment').get(0) as Y.XmlText // `manyMarks` has put it there

test.each([
  ['a text', 'text', markedText],
  ['a paragraph of schema 1', 'paragraph', markedParagraph],
] as const)(
  'marks of format in %s are passed in steps, and those that are none of ours change nothing',
  (_, place, markedIn) => {
    const doc = new Y.Doc()
    for (const update of manyMarks(20_000, place)) Y.applyUpdate(doc, update)
    markedIn(doc).insert(0, 'Words.', { bold: true })
    const { steps, value } = counted(assessmentSteps(doc))
    expect(steps).toBeGreaterThan(90)
    expect(value).toEqual([{ type: 'paragraph', content: [{ type: 'text', text: 'Words.', bold: true }] }])
  },
)

test('a title behind more marks than are passed is left out, and that is said', () => {
  const doc = new Y.Doc()
  const title = new Y.Text()
  cardsMap(doc).set('one', new Y.Map([['title', title]]))
  title.insert(0, 'Seen.')
  const paragraph = new Y.Doc()
  for (const update of manyMarks(LIMITS.listItems)) Y.applyUpdate(paragraph, update)
  const marks = markedText(paragraph)
  // What hangs on the items is all that reading looks at.
  title._start!.right = marks._start
  const { value, problems } = readBoard('b', doc)
  expect(value.cards[0]?.title).toBe('Seen.')
  expect(problems).toEqual([
    { path: 'cards/one/title', reason: 'has more marks and deletions than are read; its end is left out' },
  ])
})

/** What hangs on the items is all that reading looks at; a million of Yjs' own would take half a GB. */
function chained(doc: Y.Doc, count: number, content: (at: number) => Y.Item['content'], isDeleted = false): void {
  let right: object | null = null
  for (let at = count - 1; at >= 0; at--) right = { deleted: isDeleted, countable: true, content: content(at), right }
  assessmentOf(doc)._start = right as Y.Item
}

test('of a million empty blocks as many are read as there may be, in steps, and that is said', () => {
  const doc = new Y.Doc()
  const empty = new Y.ContentType(new Y.Map())
  chained(doc, 1_000_000, () => empty)
  const problems: Problem[] = []
  const { steps, value } = counted(assessmentSteps(doc, problems))
  expect(value).toHaveLength(LIMITS.nodes)
  expect(steps).toBeGreaterThan(LIMITS.nodes / 300)
  expect(problems).toEqual([
    { path: 'text', reason: 'is longer than what is read of an assessment; its end is left out' },
  ])
})

test('of millions of deleted blocks, of citations and of letters, no more are passed than there may be', () => {
  const marked = new Y.ContentType(new Y.Map())
  const embed = new Y.ContentEmbed({ citation: { symbol: 'S/2018/80', paragraph: 1 } })
  const letter = new Y.ContentString('x'.repeat(100))
  for (const [content, isDeleted] of [
    [marked, true],
    [embed, false],
    [letter, false],
  ] as const) {
    const doc = new Y.Doc()
    chained(doc, LIMITS.items + 5, () => content, isDeleted)
    const problems: Problem[] = []
    const blocks = readAssessment(doc, problems)
    expect(citationsOf(blocks).length).toBeLessThanOrEqual(LIMITS.nodes)
    expect(textOf(blocks).length).toBeLessThanOrEqual(LIMITS.characters + 100)
    expect(problems.map(({ path }) => path)).toEqual(['text'])
  }
})

test('no schema takes a key called length for how long a value is', () => {
  const doc = new Y.Doc()
  cardsMap(doc).set('one', new Y.Map<unknown>([['region', { length: { a: 1 } }]]))
  expect(readBoard('b', doc).value.cards[0]?.region).toBe('')
  expect(readAssessment(doc)).toEqual([])
})

const WORDS = 'words '

/** A card that weighs some 15,000 a list, and an honest one. */
function putHeavyCards(doc: Y.Doc, count: number): void {
  const entries = (name: string) => Array.from({ length: 300 }, (_, index) => `${name} ${index} ${WORDS.repeat(5)}`)
  const gaps = Array.from({ length: 300 }, (_, index) => ({ text: `gap ${index}`, citations: [] }))
  doc.transact(() => {
    for (let index = 0; index < count; index++)
      cardsMap(doc).set(
        `heavy-${index}`,
        new Y.Map<unknown>([
          ...['actors', 'countries', 'themes', 'tags'].map((name): [string, unknown] => [name, entries(name)]),
          ...Object.entries({ title: 'Heavy', order: 'a1', keyJudgement: WORDS.repeat(8000), gaps }),
        ]),
      )
    cardsMap(doc).set(
      'honest',
      new Y.Map<unknown>(Object.entries({ title: 'Honest', order: 'a0', tags: entries('tag'), keyJudgement: WORDS })),
    )
  })
}

test('of cards that are too large together, honest ones are read whole, heavy ones their first entries and beginnings', () => {
  const doc = new Y.Doc()
  putHeavyCards(doc, 200)
  const { value, problems } = readBoard('b', doc)
  const [honest, heavy] = value.cards
  expect([honest?.tags.length, honest?.keyJudgement]).toEqual([300, WORDS])
  expect(heavy).toMatchObject({
    title: 'Heavy',
    order: 'a1',
    tags: expect.arrayContaining([`tags 0 ${WORDS.repeat(5)}`]),
  })
  for (const list of ['actors', 'countries', 'themes', 'tags', 'gaps'] as const) {
    expect(heavy?.[list].length).toBeGreaterThan(100)
    expect(heavy?.[list].length).toBeLessThan(300)
  }
  expect(heavy?.keyJudgement.length).toBeGreaterThan(5000)
  expect(heavy?.keyJudgement.length).toBeLessThan(40_000)
  expect(problems).toEqual([
    { path: 'cards', reason: expect.stringContaining('They are too large together: 200 of 201 are read in short') },
  ])
  const weight = value.cards.reduce((sum, card) => sum + JSON.stringify(card).length, 0)
  expect(weight).toBeLessThan(LIMITS.allCards)
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  expect(readBoard('b', copy)).toEqual({ value, problems })
})

test('of a card with too many judgements, the newest are read', () => {
  const doc = new Y.Doc()
  putHeavyCards(doc, 200)
  const judgements = new Y.Map<unknown>()
  for (let index = 0; index < 300; index++) {
    const levels = { threatLevel: 'severe', trend: 'rising', likelihood: 'likely', confidence: 'low' }
    const at = new Date(Date.UTC(2000, 0, 1 + index)).toISOString()
    const one = { ...levels, basis: null, reason: WORDS.repeat(600), citations: [], by: { id: 'x', name: 'X' }, at }
    judgements.set(`j${index}`, { ...one, asOf: null })
  }
  cardsMap(doc).set('judged', new Y.Map<unknown>([['judgements', judgements]]))
  const read = readBoard('b', doc).value.cards.find(({ id }) => id === 'judged')?.judgements ?? []
  expect(read.length).toBeGreaterThan(2)
  expect(read.length).toBeLessThan(50)
  expect(read.map(({ id }) => id)).toContain('j299')
  expect(read.map(({ id }) => id)).not.toContain('j0')
})

test('of figures that are too large together, the heaviest are left out', () => {
  const doc = new Y.Doc()
  const figure = (texts: string) => ({
    ...{ card: 'c', measure: texts, unit: texts, period: texts, basis: texts, low: 1, high: 1, qualifier: 'none' },
    citation: { symbol: 'S/2018/80', paragraph: 1 },
  })
  doc.transact(() => {
    for (let index = 0; index < 5000; index++) figuresMap(doc).set(`heavy-${index}`, figure('w'.repeat(300)))
    for (let index = 0; index < 1000; index++) figuresMap(doc).set(`honest-${index}`, figure('words'))
  })
  const { value, problems } = readBoard('b', doc)
  expect(value.figures.filter(({ id }) => id.startsWith('honest'))).toHaveLength(1000)
  expect(value.figures.length).toBeLessThan(5000)
  expect(JSON.stringify(value.figures).length).toBeLessThan(LIMITS.figuresWeight)
  expect(problems).toEqual([
    { path: 'figures', reason: expect.stringMatching(/^They are too large together: \d+ of 6000 are read\.$/) },
  ])
})

test('a board at its limits is read in short steps', () => {
  const doc = new Y.Doc()
  putHeavyCards(doc, 200)
  const { steps } = counted(boardSteps('b', doc))
  expect(steps).toBeGreaterThan(1000)
})

test('S12: line breaks count as what is made of them, and a text of any form is read in short steps', () => {
  const doc = new Y.Doc()
  assessmentOf(doc).insert(0, '\n'.repeat(1_000_000))
  const problems: Problem[] = []
  expect([...inlinesOf(readAssessment(doc, problems))].length).toBeLessThanOrEqual(LIMITS.nodes)
  expect(problems.map(({ reason }) => reason)).toContainEqual(expect.stringContaining('is longer than what is read'))

  const cited = new Y.Doc()
  cited.transact(() => {
    for (let at = 0; at < 5_000; at++)
      assessmentOf(cited).insertEmbed(0, { citation: { symbol: 'S/2018/80', paragraph: 1 } })
  })
  expect(counted(assessmentSteps(cited)).steps).toBeGreaterThan(900)
})

test('S12: of a foreign type among letters no more is read than is shown', () => {
  const doc = new Y.Doc()
  const foreign = new Y.XmlText()
  assessmentOf(doc).insertEmbed(0, foreign as unknown as object)
  foreign.insert(0, 'a b '.repeat(100_000))
  expect(textOf(readAssessment(doc)).length).toBeLessThanOrEqual(2_000)
})
