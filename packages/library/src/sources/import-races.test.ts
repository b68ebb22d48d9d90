/** Several people, on several nodes, bring and undo documents of one symbol at once: nothing is lost, nothing is half there. */
import { NewBoard, Refusal, type BoardId } from '@briefboard/protocol'
import { readReport } from '@briefboard/reports/formats'
import { openMemoryStore, type Records, type Store } from '@briefboard/store'
import { between, seededRandom } from '@briefboard/testkit'
import { beforeEach, expect, test } from 'vitest'
import { createBoard, fromStore, plainBoard } from '../boards.ts'
import { listImports } from './import-record.ts'
import { importReport, undoImport } from './import-report.ts'

const SYMBOL = 'S/2031/5'
const board = 'coast' as BoardId // as it is made before each test
const TEXT = 'Third report of the master on the harbours\n\n1. The harbours were open all year.\n'
const read = await readReport(new TextEncoder().encode(TEXT), 'a.txt')

let store: Store
beforeEach(async () => {
  store = openMemoryStore()
  const plain = plainBoard(NewBoard.parse({ id: board, title: 'Coast', regions: ['South'] }))
  await createBoard(store, { board: plain, reports: [] })
})

const bring = (name: string, { at = store, replace = true } = {}) =>
  importReport(
    { store: at, withDocument: fromStore(store), board },
    { read, ownSymbol: null, file: { name, bytes: 1, sha256: name } },
    { given: { symbol: SYMBOL, date: '2031-10-03' }, replace, by: { id: 'ann', name: 'Ann' }, now: new Date(0) },
  )

/** The same store, in which something happens just before a record is taken. */
function withBeforeTake(happens: () => Promise<unknown>): Store {
  const { records } = store
  const take: Records['take'] = async (...args) => (await happens(), records.take(...args))
  return { ...store, records: { ...records, take } }
}

/** Names of the texts that records name, and of those that are there. */
async function texts(): Promise<{ named: string[]; there: string[] }> {
  const records = await listImports(store, board)
  const named = records.flatMap(({ current, replaced }) => [current.text.name, replaced?.text.name ?? []].flat())
  return { named: named.toSorted(), there: await store.files.names() }
}

const currentName = async (): Promise<string | undefined> => (await listImports(store, board))[0]?.current.file.name

test('an undo does not take off what somebody has brought since', async () => {
  await bring('seen')
  const slow = withBeforeTake(() => bring('newer'))
  await expect(undoImport(slow, board, SYMBOL)).rejects.toMatchObject({ code: 'import-changed' })
  expect(await currentName()).toBe('newer')
  const { fact } = await bring('newest')
  await bring('newest of all')
  await expect(undoImport(store, board, SYMBOL, fact.id)).rejects.toThrow('“newest of all” was brought as S/2031/5')
})

test('an import that is stored although its writing failed keeps its text', async () => {
  const { records } = store
  const put: Records['put'] = async (...args) => {
    await records.put(...args)
    throw new Error('No replica has answered.')
  }
  await expect(bring('a', { at: { ...store, records: { ...records, put } } })).rejects.toThrow('No replica')
  const { named, there } = await texts()
  expect(named).toHaveLength(1)
  expect(there).toEqual(named)
})

test.each(Array.from({ length: 30 }, (_, index) => index + 1))(
  'whatever comes between, each text has its record and each record its texts (seed %i)',
  async (seed) => {
    const random = seededRandom(seed)
    const pause = async (): Promise<void> => {
      for (let turns = between(random, 0, 6); turns > 0; turns--) await Promise.resolve()
    }
    const { records } = store
    const slow: Store = {
      ...store,
      records: {
        ...records,
        get: async (...args) => (await pause(), records.get(...args)),
        put: async (...args) => (await pause(), records.put(...args)),
        take: async (...args) => (await pause(), records.take(...args)),
      },
    }
    const act = async (index: number): Promise<unknown> => {
      await pause()
      if (random() < 0.6) return bring(`file ${index}`, { at: slow, replace: random() < 0.8 })
      return undoImport(slow, board, SYMBOL)
    }
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, (_, index) => act(index)))
    const failed = outcomes.flatMap((outcome): unknown[] => (outcome.status === 'rejected' ? [outcome.reason] : []))
    expect(failed.filter((error) => !(error instanceof Refusal))).toEqual([])
    const { named, there } = await texts()
    expect(there).toEqual(named)
  },
)
