/** Coverage and figures over the API: for everybody who is signed in, and never older than the last saved edit. */
import { addLookedAt, createCard, putFigure, removeFigure, type Figure } from '@briefboard/board'
import { boardRoom, ROLES, type CoverageAnswer, type FiguresAnswer } from '@briefboard/protocol'
import { openClient } from '@briefboard/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, BOARD, openWorld, type World } from './world.ts'

let world: World
beforeAll(async () => void (world = await openWorld()))
afterAll(() => world[Symbol.asyncDispose]())

async function read<T>(path: string, token = world.tokens.viewer): Promise<T> {
  const answer = await ask(world, token, `/api/boards/${BOARD}/${path}`)
  expect(answer.status).toBe(200)
  return answer.json() as Promise<T>
}
const coverage = (query = ''): Promise<CoverageAnswer> => read(`coverage${query}`)
const figures = (): Promise<FiguresAnswer> => read('figures')

/** Does something on the board as the editor's page does, and waits until it is saved. */
async function edit(change: (doc: ReturnType<typeof openClient>['doc']) => void): Promise<void> {
  const client = openClient({ url: world.server.url, room: boardRoom(BOARD), token: world.tokens.editor })
  await client.synced()
  change(client.doc)
  await client.saved.whenSaved()
  client.close()
}

const oil = (id: string, over: Partial<Figure> = {}): Figure => ({
  ...{ id, card: 'financing', measure: 'ISIL income from oil', low: 1, high: 1, unit: 'USD', period: '2018' },
  ...{ basis: 'oil income', qualifier: 'none', citation: { symbol: 'S/2018/80', paragraph: 1 } },
  ...over,
})

test.each(ROLES)('a %s may read both', async (role) => {
  expect((await read<CoverageAnswer>('coverage', world.tokens[role])).reports).not.toEqual([])
  expect((await read<FiguresAnswer>('figures', world.tokens[role])).figures).not.toEqual([])
})

test.each(['coverage', 'figures'])('%s is for nobody who is not signed in', async (what) => {
  const answer = await fetch(new URL(`/api/boards/${BOARD}/${what}`, world.server.url))
  expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([401, 'sign-in-needed'])
})

test.each([
  ['no-such-board/coverage', 404, 'no-such-board'],
  ['no-such-board/figures', 404, 'no-such-board'],
  [`${BOARD}/coverage?by=colours`, 400, 'bad-request'],
  [`${BOARD}/coverage?report=S/1999/1`, 404, 'no-such-report'],
])('%s: %i %s', async (path, status, code) => {
  const answer = await ask(world, world.tokens.viewer, `/api/boards/${path}`)
  expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([status, code])
})

test('every paragraph of every report is in its section, and in a column of regions and of themes', async () => {
  for (const by of ['regions', 'themes']) {
    const { reports, columns } = await coverage(`?by=${by}`)
    expect(reports.map(({ symbol, paragraphs }) => [symbol, paragraphs])).toEqual([
      ['S/2018/80', 86],
      ['S/2017/97', 80],
      ['S/2016/92', 77],
    ])
    for (const { sections, paragraphs, cited, uncited } of reports) {
      const numbers = sections.flatMap((section) => section.paragraphs.map(({ number }) => number))
      const placed = sections.flatMap((section) => section.columns.flatMap((column) => column.paragraphs))
      expect(numbers).toEqual(Array.from({ length: paragraphs }, (_, index) => index + 1))
      expect([...new Set(placed)].toSorted((a, b) => a - b)).toEqual(numbers)
      expect(cited + uncited.length).toBe(paragraphs)
      expect(columns.map(({ id }) => id)).toContain('none')
    }
  }
})

test('what was cited a moment ago is cited, and no longer when that citation is gone', async () => {
  const before = (await coverage('?report=S/2018/80')).reports[0]
  const number = before?.uncited[0]?.number ?? 0
  expect(number).toBeGreaterThan(0)
  await edit((doc) => putFigure(doc, oil('fresh', { citation: { symbol: 'S/2018/80', paragraph: number } }), null))
  const answer = await coverage('?report=S/2018/80')
  const after = answer.reports[0]
  expect(after?.uncited.map((one) => one.number)).toEqual(before?.uncited.slice(1).map((one) => one.number))
  const cards = after?.sections.flatMap(({ paragraphs }) => paragraphs).find((one) => one.number === number)?.cards
  expect(cards).toEqual(['financing'])
  expect(answer.cards.find(({ id }) => id === 'financing')?.title).not.toBe('')
  await edit((doc) => removeFigure(doc, 'fresh', null))
  expect((await coverage('?report=S/2018/80')).reports[0]?.uncited).toEqual(before?.uncited)
})

test('a card that cites an older report alone is in the queue until somebody has looked at it', async () => {
  const by = { id: 'ann', name: 'Ann' }
  const now = new Date().toISOString()
  let card = ''
  await edit((doc) => {
    card = createCard(doc, { title: 'Old news', place: { region: 'europe', before: null }, by, at: now }, null)
    putFigure(doc, oil('old', { card, citation: { symbol: 'S/2016/92', paragraph: 1 } }), null)
  })
  const { cards, lookAgain } = await coverage()
  expect(lookAgain).toEqual([{ card, cites: 'S/2016/92', newest: 'S/2018/80' }])
  expect(cards).toContainEqual({ id: card, title: 'Old news' })
  await edit((doc) => addLookedAt(doc, card, { symbol: 'S/2018/80', note: '', by, at: now }, null))
  expect((await coverage()).lookAgain).toEqual([])
  await edit((doc) => removeFigure(doc, 'old', null))
})

test('the oil income of 2015 and 2016 shares a chart, and the fall of all revenue has none', async () => {
  const { series, figures: all } = await figures()
  const oil = series.find(({ basis }) => basis === 'oil income')
  expect(oil).toMatchObject({ unit: 'USD', drawn: true })
  expect(oil?.figures).toEqual(['financing-oil-income-2015', 'financing-oil-income-2016'])
  expect(oil?.summary).toContain('USD 260 million')
  const fall = series.find(({ figures: ids }) => ids.includes('financing-all-revenue-fall-2018'))
  expect([fall?.figures.length, fall?.drawn]).toEqual([1, false])
  const told = all.find(({ id }) => id === 'financing-all-revenue-fall-2018')
  expect([told?.value, told?.citation.text]).toEqual(['more than 90 per cent', 'S/2018/80, para. 13'])
  expect(series.flatMap(({ figures: ids }) => ids).toSorted()).toEqual(all.map(({ id }) => id).toSorted())
})

test('a figure that was put a moment ago is there, and the years before it that have none are named', async () => {
  await edit((doc) => putFigure(doc, oil('later'), null))
  const { series } = await figures()
  const years = series.find(({ basis }) => basis === 'oil income')?.years
  expect(years?.map(({ year, state }) => `${year} ${state}`)).toEqual([
    ...['2015 figures', '2016 figures', '2017 missing', '2018 figures'],
  ])
})

test('a document brings its figures along, until a card has them', async () => {
  const form = new FormData()
  const text =
    'Report on harbours\n\n1. Trade went on.\n\n2. In 2015 about 40 to 50 million dollars were earned there.\n'
  form.set('file', new Blob([text]), 'harbours.txt')
  for (const [name, value] of Object.entries({ symbol: 'S/2019/1', title: 'Harbours', date: '2019-01-01' }))
    form.set(name, value)
  const headers = { authorization: `Bearer ${world.tokens.editor}` }
  const address = new URL(`/api/boards/${BOARD}/reports`, world.server.url)
  expect((await fetch(address, { method: 'POST', headers, body: form })).status).toBe(201)

  const [found] = (await figures()).found
  expect(found).toMatchObject({ symbol: 'S/2019/1', paragraph: 2, low: 40_000_000, high: 50_000_000, unit: 'USD' })
  expect(found?.passage.slice(...(found?.at ?? []))).toContain('40 to 50 million')
  const citation = { symbol: 'S/2019/1', paragraph: 2 }
  await edit((doc) => putFigure(doc, oil('taken', { low: 40_000_000, high: 50_000_000, citation }), null))
  expect((await figures()).found).toEqual([])
  // A report of another series queues nobody, and its paragraphs are there to be cited.
  const { reports } = await coverage('?report=S/2019/1')
  expect(reports[0]?.uncited.map(({ number }) => number)).toEqual([1])
})
