/** Packs that are too much: bounded in time and memory, made in turns that are fair, and refused in words. */
import type { Block, Board, Card, Figure } from '@briefboard/board'
import { createBoard } from '@briefboard/library'
import { BoardId, type PackStatus, type Problem } from '@briefboard/protocol'
import { until } from '@briefboard/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { memory } from './attack-scene.ts'
import { ask, BOARD, openWorld, type World } from './world.ts'

let world: World
beforeAll(async () => void (world = await openWorld({ MAX_WORK_PER_PERSON: '0' })))
afterAll(() => world[Symbol.asyncDispose]())

const MEGABYTE = 1024 * 1024
const BY = { id: 'anna', name: 'Anna' }
const AT = '2018-02-01T10:00:00.000Z'

function board(name: string, cards: Card[], figures: Figure[] = []): Board {
  const region = { id: 'north', name: 'North', order: 'a0', m49: [], countries: [], headings: [] }
  return {
    ...{ id: BoardId.parse(name), title: `Board ${name}`, description: '', marking: 'clear', asOf: null },
    ...{ likelihoodScale: 'icd203', regions: [region], cards, actors: [], figures },
  }
}

function card(id: string, assessment: Block[], over: Partial<Card> = {}): Card {
  return {
    ...{ id, title: `Title of ${id}`, region: 'north', order: `a${id}`, status: 'approved', marking: null },
    ...{ actors: [], countries: [], themes: [], tags: [], keyJudgement: '', gaps: [], judgements: [], lookedAt: [] },
    ...{ createdAt: AT, createdBy: BY, assessment, ...over },
  }
}

/** Sentences of ten words, twenty a paragraph. */
const prose = (words: number, mark: string): Block[] =>
  Array.from({ length: words / 200 }, (_, at) => ({
    type: 'paragraph',
    content: [{ type: 'text', text: Array.from({ length: 20 }, (_, nth) => sentence(mark, at * 20 + nth)).join(' ') }],
  }))

const sentence = (mark: string, nth: number): string => `The ${mark} harbour of number ${nth} was closed by ice again.`

const figure = (nth: number): Figure => ({
  ...{
    id: `f${nth}`,
    card: 'alpha',
    measure: 'Income',
    low: nth,
    high: nth,
    unit: 'USD',
    period: `${1900 + (nth % 100)}`,
  },
  ...{ basis: 'counted', qualifier: 'none', citation: { symbol: 'S/2018/80', paragraph: 1 + (nth % 80) } },
})

const make = (name: string, cards: Card[], figures?: Figure[]): Promise<void> =>
  world.withStore(async (store) => void (await createBoard(store, { board: board(name, cards, figures), reports: [] })))

type Who = 'owner' | 'officer'
const order = (who: Who, name: string, formats: string[]): Promise<Response> =>
  ask(world, world.tokens[who], `/api/boards/${name}/packs`, {
    method: 'POST',
    body: JSON.stringify({ formats, ceiling: 'green' }),
  })
const ordered = async (who: Who, name: string, formats = ['pdf', 'md', 'json']): Promise<string> =>
  ((await (await order(who, name, formats)).json()) as PackStatus).id
const status = async (id: string): Promise<PackStatus> =>
  (await ask(world, world.tokens.owner, `/api/packs/${id}`)).json() as Promise<PackStatus>

async function over(id: string, withinMs = 150_000): Promise<PackStatus> {
  await until('the pack is over', async () => ['ready', 'failed'].includes((await status(id)).stage), withinMs)
  return status(id)
}

test('ten cards of 100,000 words, half of them withheld: done in a time that follows their length', async () => {
  const cards = Array.from({ length: 10 }, (_, nth) =>
    card(`c${nth}`, prose(10_000, `n${nth}`), nth % 2 === 0 ? {} : { marking: 'red' }),
  )
  await make('wordy', cards)
  const took = async (name: string): Promise<number> => {
    const began = performance.now()
    expect(await over(await ordered('officer', name))).toMatchObject({
      stage: 'ready',
      withheld: name === 'wordy' ? 5 : 1,
    })
    return performance.now() - began
  }
  await make('half', [card('c0', prose(26_000, 'n0')), card('c1', prose(26_000, 'n1'), { marking: 'red' })])
  // The half takes half as long, or less by what a start takes; looking for each sentence by itself, a quarter.
  const [half, whole] = [await took('half'), await took('wordy')]
  expect(whole).toBeLessThan(half * 4 + 2000)
}, 300_000)

test('a board that would take gigabytes: said in words, nothing kept, and the server’s own memory stays', async () => {
  await make(
    'heavy',
    [card('alpha', [])],
    Array.from({ length: 8000 }, (_, nth) => figure(nth)),
  )
  await over(await ordered('officer', BOARD))
  const before = await memory(world, 'VmHWM')
  const { stage, words, files } = await over(await ordered('officer', 'heavy', ['pdf']))
  expect({ stage, files }).toEqual({ stage: 'failed', files: [] })
  expect(words).toMatch(/more than \d+ MB of memory.* nothing of the pack was kept\. Choose fewer cards/)
  expect(((await memory(world, 'VmHWM')) - before) / MEGABYTE).toBeLessThan(150)
  // The next one is made as ever.
  expect((await over(await ordered('officer', BOARD))).stage).toBe('ready')
}, 300_000)

test('twelve packs of one person wait behind each other, another person’s one does not; how many are before is said', async () => {
  const before = await memory(world, 'VmHWM')
  const twelve: string[] = []
  for (let nth = 0; nth < 12; nth++) twelve.push(await ordered('officer', BOARD))
  const words = await Promise.all(twelve.map(async (id) => (await status(id)).words))
  expect(words.at(-1)).toMatch(/^Waiting to be made: \d+ packs come before it$/)
  const other = await ordered('owner', BOARD)
  await over(other)
  const waiting = (await Promise.all(twelve.map(status))).filter(({ stage }) => stage !== 'ready')
  expect(waiting.length).toBeGreaterThan(5)
  for (const id of twelve) expect((await over(id)).stage).toBe('ready')
  expect(((await memory(world, 'VmHWM')) - before) / MEGABYTE).toBeLessThan(150)
}, 300_000)

test('too many of one person are refused in words; those that wait when the server stops are recorded as failed', async () => {
  const all: string[] = []
  let refused: Problem | null = null
  for (let nth = 0; nth < 30 && refused === null; nth++) {
    const answer = await order('officer', BOARD, ['pdf'])
    if (answer.status === 202) all.push(((await answer.json()) as PackStatus).id)
    else {
      refused = (await answer.json()) as Problem
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    }
  }
  expect(refused).toMatchObject({
    status: 429,
    code: 'too-many-packs',
    title: expect.stringContaining('was not taken'),
  })
  expect((await order('owner', BOARD, ['md'])).status).toBe(202)
  await world.server.kill('SIGTERM')
  await world.restart()
  const stages = await Promise.all(all.map(status))
  expect(stages.every(({ stage }) => stage === 'ready' || stage === 'failed')).toBe(true)
  expect(stages.at(-1)).toMatchObject({ stage: 'failed', words: expect.stringContaining('Ask for it again') })
}, 300_000)
