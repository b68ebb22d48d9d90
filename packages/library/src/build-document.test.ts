/** S12: a document whose items stand in each other's way is built in small steps, in an order that is quick, or not at all. */
import { contentHash } from '@briefboard/protocol'
import type { Loaded } from '@briefboard/store'
import { chainOf, crowdOf, handMade, pileOf } from '@briefboard/testkit'
import { expect, test } from 'vitest'
import type * as Y from 'yjs'
import { buildDocument, DocumentTooSlow, type BuildOptions } from './build-document.ts'
import { threadMs } from './build-cost.ts'
import { compactHistory, documentOf, readHistory } from './history.ts'

const loaded = (updates: readonly Uint8Array[], snapshot: Loaded['snapshot'] = null): Loaded => {
  const first = (snapshot?.position ?? 0) + 1
  const entries = updates.map((update, at) => ({ position: first + at, author: 'ann', update }))
  return { epoch: 'e', snapshot, entries, position: first + entries.length - 1, damage: [] }
}

const inParts = (count: number, make: (clock: number, count: number) => Uint8Array): Uint8Array[] =>
  Array.from({ length: count / 1000 }, (_, at) => make(at * 1000, 1000))

/** Of the processor's time. */
async function msOf<T>(work: () => Promise<T>): Promise<[T, number]> {
  const before = threadMs()
  const result = await work()
  return [result, threadMs() - before]
}

/** Yjs' own order places each of the pile among all of the chain, that of the log almost none. */
const SIZE = 8000
const pileFirst = [
  ...inParts(SIZE, (clock, count) => pileOf('list', 2, clock, count)),
  ...inParts(SIZE, (clock, count) => chainOf('list', 1, clock, count)),
  handMade('list', { client: 3, clock: 0, items: [{ left: [1, SIZE - 1] }] }),
]

async function textOf(doc: Y.Doc): Promise<string> {
  const hash = contentHash(doc)
  doc.destroy()
  return Promise.resolve(hash)
}

test('S12: where the order in which pieces are joined is slow, that of the log is taken; a snapshot keeps to it', async () => {
  const history = await readHistory(loaded(pileFirst))
  const [doc, builtMs] = await msOf(() => documentOf(history))
  expect(doc.getArray('list').length).toBe(2 * SIZE + 1)
  const hash = await textOf(doc)
  expect(builtMs).toBeLessThan(5000)

  const state = await compactHistory(history)
  const later = await readHistory(loaded([chainOf('other', 9, 0, 10)], { position: history.pieces.length, state }))
  const [again, readMs] = await msOf(() => documentOf({ pieces: later.pieces.slice(0, later.inSnapshot) }))
  expect(await textOf(again)).toBe(hash)
  expect(readMs).toBeLessThan(1500)

  const next = await compactHistory(later)
  const [last, lastMs] = await msOf(async () =>
    documentOf(await readHistory(loaded([], { position: 100, state: next }))),
  )
  expect(last.getArray('other').length).toBe(10)
  expect(last.getArray('list').length).toBe(2 * SIZE + 1)
  expect(lastMs).toBeLessThan(1500)
})

test('S12: a crowd of an earlier version is built in the order in which Yjs places it, however the log has it', async () => {
  const log = Array.from({ length: 19 }, (_, at) => crowdOf('list', 1000 + at * 1000, 1000))
  const [doc, ms] = await msOf(async () => documentOf(await readHistory(loaded(log))))
  expect(doc.getArray('list').length).toBe(19_000)
  expect(ms).toBeLessThan(3000)
})

/** In all orders slow: everything of one client, then everything of the other. */
const slow = [
  ...inParts(SIZE, (clock, count) => chainOf('list', 1, clock, count)),
  ...inParts(SIZE, (clock, count) => pileOf('list', 2, clock, count)),
]

function longestStep(pieces: readonly Uint8Array[], options: BuildOptions): number {
  const building = buildDocument(pieces, options)
  let longestMs = 0
  for (;;) {
    const before = threadMs()
    const { done } = building.next()
    longestMs = Math.max(longestMs, threadMs() - before)
    if (done === true) return longestMs
  }
}

test('S12: what is slow is built in small steps', () => {
  const few = [...slow.slice(0, SIZE / 1000), ...slow.slice(SIZE / 1000, SIZE / 1000 + 3)]
  expect(longestStep(few, {})).toBeLessThan(250)
})

test('S12: what would take without end is given up in words', () => {
  const before = threadMs()
  expect(() => longestStep(slow, { mostExcessMs: 1000 })).toThrow(DocumentTooSlow)
  expect(threadMs() - before).toBeLessThan(3000)
})
