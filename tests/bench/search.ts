/**
 * `node tests/bench/search.ts`: how long searches take over 1,000 cards and 20 reports of 85 paragraphs with their texts,
 * how long the first one takes, which builds the index, and for how long that keeps the thread from others.
 */
import { parseArgs } from 'node:util'
import { setCardText, type Board, type Card, type Report } from '@briefboard/board'
import { createBoard, openSearchedBoard, readDocument } from '@briefboard/library'
import { BoardId, boardRoom } from '@briefboard/protocol'
import { openLmdbStore, type Store } from '@briefboard/store'
import { between, pickFrom, seededRandom, tempFolder } from '@briefboard/testkit'
import * as Y from 'yjs'

const ID = BoardId.parse('board')
const by = { id: 'ann', name: 'Ann' }
const at = '2026-01-01T00:00:00.000Z'

const { values } = parseArgs({
  options: { cards: { type: 'string', default: '1000' }, reports: { type: 'string', default: '20' } },
})
const random = seededRandom(1)
const letters = [...'abcdefghijklmnoprstuvw']
const word = (): string => Array.from({ length: between(random, 3, 10) }, () => pickFrom(random, letters)).join('')
const vocabulary = Array.from({ length: 8000 }, word)
/** A few words are said often and most seldom, as in any language. */
const text = (words: number): string =>
  Array.from({ length: words }, () => vocabulary[Math.floor(8000 * random() ** 3)]).join(' ')
const citation = () => ({ symbol: `S/2018/${between(random, 1, 20)}`, paragraph: between(random, 1, 85) })

const cardAt = (index: number): Card => ({
  ...{ id: `c${index}`, title: text(5), region: `r${index % 9}`, order: `a${index}`, status: 'draft', marking: null },
  ...{ actors: [`a${index % 30}`], countries: ['NG'], themes: [], tags: [], gaps: [], lookedAt: [] },
  ...{ keyJudgement: text(40), createdAt: at, createdBy: by },
  judgements: [
    {
      ...{ id: `j${index}`, basis: null, settles: [], threatLevel: 'severe', trend: 'rising', likelihood: 'likely' },
      ...{ confidence: 'moderate', reason: text(30), citations: [citation()], by, at, asOf: null },
    },
  ],
  assessment: Array.from({ length: 5 }, () => ({
    type: 'paragraph',
    content: [
      { type: 'text', text: text(60) },
      { type: 'citation', citation: citation() },
    ],
  })),
})

const region = (index: number) => ({ id: `r${index}`, name: `Region ${index}`, order: `a${index}` })
const board: Board = {
  ...{ id: ID, title: 'Board', description: '', marking: 'clear', likelihoodScale: 'icd203', asOf: null, figures: [] },
  regions: Array.from({ length: 9 }, (_, index) => ({ ...region(index), m49: [], countries: [], headings: [] })),
  actors: Array.from({ length: 30 }, (_, index) => ({
    ...{ id: `a${index}`, name: `Actor ${index}`, aliases: [`Alias ${index}`], listReference: null },
  })),
  cards: Array.from({ length: Number(values.cards) }, (_, index) => cardAt(index)),
}

/** The digest stands for digest and text together: as many words as both have. */
const reports = Array.from({ length: Number(values.reports) }, (_, index): Report => {
  const paragraph = (number: number, words: number) => ({
    ...{ number, section: 's', digest: text(words), regions: ['r1'], themes: [], actors: [], subparagraphs: [] },
  })
  return {
    ...{ symbol: `S/2018/${index + 1}`, title: 'Report', series: 's', number: index + 1, date: '2018-01-01', url: '' },
    ...{ sections: [], paragraphs: Array.from({ length: 85 }, (_, number) => paragraph(number + 1, 175)) },
  }
})

/** What people type: a word, a common one beside another, fields, the beginning of a word, what a report is called. */
const QUERIES: (() => string)[] = [
  () => pickFrom(random, vocabulary),
  () => text(2),
  () => `region:r3 ${text(1)}`,
  () => text(1).slice(0, 3),
  () => `cites:S/2018/${between(random, 1, 20)}`,
  () => `S/2018/${between(random, 1, 20)}`,
  () => `"${text(2)}"`,
  () => `${pickFrom(random, vocabulary)}x`,
]

await using folder = await tempFolder()
const store = openLmdbStore({ dataDir: folder.path })
await createBoard(store, { board, reports })
const searched = openSearchedBoard(store, ID)
const thread = watchThread()
report('first search, which builds the index', [await timed(() => searched.search(text(1), 30))])
thread.stop()
console.log(`  it held the thread for ${thread.longestMs().toFixed(1)} ms at most`)
report('searches', await many(800, async (turn) => timed(() => searched.search(queryAt(turn), 30))))
report('searches after an edit of a card', await many(100, afterEdit))
console.log(`memory: ${Math.round(process.memoryUsage().heapUsed / 1e6)} MB of heap`)
searched.close()
await store.close()

function queryAt(turn: number): string {
  return QUERIES[turn % QUERIES.length]?.() ?? ''
}

async function afterEdit(turn: number): Promise<Time> {
  await edit(store, (doc) => setCardText(doc, `c${turn}`, 'keyJudgement', `edited${turn}`, by))
  return timed(async () => {
    const { total } = await searched.search(`edited${turn}`, 30)
    if (total !== 1) throw new Error(`The edit ${turn} was not found.`)
  })
}

async function edit(at: Store, change: (doc: Y.Doc) => void): Promise<void> {
  const doc = await readDocument(at, boardRoom(ID))
  const before = Y.encodeStateVector(doc)
  change(doc)
  const { epoch } = await at.log.load(boardRoom(ID))
  await at.log.append(boardRoom(ID), epoch, Y.encodeStateAsUpdate(doc, before), by.id)
  doc.destroy()
}

/** As the clock has it, and what this thread had of it: others may work on the machine. */
interface Time {
  clockMs: number
  ownMs: number
}

async function timed(work: () => Promise<unknown>): Promise<Time> {
  const [begin, own] = [performance.now(), ownMs()]
  await work()
  return { clockMs: performance.now() - begin, ownMs: ownMs() - own }
}

function ownMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

async function many(count: number, one: (turn: number) => Promise<Time>): Promise<Time[]> {
  const times: Time[] = []
  for (let turn = 0; turn < count; turn++) times.push(await one(turn))
  return times
}

/** How long the thread was at work without letting others have their turn, in ms of its own time. */
function watchThread(): { longestMs: () => number; stop: () => void } {
  let [last, longest, isOn] = [ownMs(), 0, true]
  const look = (): void => {
    const now = ownMs()
    longest = Math.max(longest, now - last)
    last = now
    if (isOn) setImmediate(look)
  }
  look()
  return { longestMs: () => longest, stop: () => void (isOn = false) }
}

function report(what: string, times: readonly Time[]): void {
  const words = (sorted: readonly number[]): string => {
    const at = (share: number): string =>
      (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1)
    return sorted.length === 1 ? `${at(0)} ms` : `p50 ${at(0.5)}, p95 ${at(0.95)}, longest ${at(1)} ms`
  }
  const of = (which: keyof Time): string => words(times.map((time) => time[which]).toSorted((a, b) => a - b))
  console.log(`${what}: ${of('clockMs')} by the clock; ${of('ownMs')} of this thread`)
}
