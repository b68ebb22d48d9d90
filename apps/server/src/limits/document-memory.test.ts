/** S12: documents share the memory of a node: who finds no room waits, is served in turn, and is told when there is none. */
import { DocumentTooHeavy } from '@briefboard/library'
import { Refusal } from '@briefboard/protocol'
import { expect, test } from 'vitest'
import { NodeMemory } from './document-memory.ts'

const MOST = 1024
/** Large documents together may have three quarters. */
const LARGE = 700

test('a large document waits for the room that another gives back, and several small ones get it together', async () => {
  const memory = new NodeMemory({ most: MOST, waitMs: 1000 })
  const first = await memory.take(LARGE)
  const got: number[] = []
  const waiting = [200, 201, 202].map(async (bytes) => {
    await memory.take(bytes)
    got.push(bytes)
  })
  await Promise.resolve()
  expect(got).toEqual([])
  first.release()
  await Promise.all(waiting)
  expect(got).toEqual([200, 201, 202])
})

test('an ordinary document finds room beside large ones', async () => {
  const memory = new NodeMemory({ most: MOST, waitMs: 0 })
  await memory.take(LARGE)
  await memory.take(16)
})

test('nobody waits for ever: it is said that there is no room now, and what is too heavy is said at once', async () => {
  const memory = new NodeMemory({ most: MOST, waitMs: 10 })
  await memory.take(LARGE)
  await expect(memory.take(LARGE)).rejects.toThrow(Refusal)
  await expect(memory.take(MOST)).rejects.toThrow(DocumentTooHeavy)
})

test('what is kept for convenience goes before anybody waits; open documents go where they have outgrown the memory', async () => {
  const memory = new NodeMemory({ most: MOST, waitMs: 10 })
  const kept = await memory.take(LARGE)
  memory.onPressure(() => kept.release())
  const open = await memory.take(LARGE)
  memory.onOverflow(() => open.release())
  open.resize(2 * MOST)
  expect(memory.isOver).toBe(true)
  await new Promise(setImmediate)
  expect(memory.isOver).toBe(false)
})

test('large documents that grow together beyond three quarters give some up, so that ordinary ones find the rest', async () => {
  const memory = new NodeMemory({ most: MOST, waitMs: 0 })
  const open = [await memory.take(100), await memory.take(100)]
  memory.onOverflow(() => open.pop()?.release())
  for (const each of open) each.resize(380)
  expect(memory.isOver).toBe(false)
  open[0]?.resize(400)
  await new Promise(setImmediate)
  expect(open).toHaveLength(1)
  for (let count = 0; count < MOST / 4 / 16; count++) await memory.take(16)
  expect(memory.health()).toEqual({ problems: [], notes: [] })
})

test('what has been opened may grow before it is given up: nobody is sent away with the next letter', async () => {
  const memory = new NodeMemory({ most: MOST, waitMs: 0 })
  const open = await memory.take(700)
  await expect(memory.take(20)).rejects.toThrow(Refusal)
  open.resize(700 + MOST / 16)
  expect(memory.isOver).toBe(false)
})

test('an ordinary document that finds no room has something given up of whoever has much; where nobody has, that is told', async () => {
  const memory = new NodeMemory({ most: MOST, waitMs: 0 })
  const open = await Promise.all(Array.from({ length: 64 }, () => memory.take(16)))
  const asked: number[] = []
  memory.onOverflow((moreThan) => {
    asked.push(moreThan)
    if (asked.length === 1) open.pop()?.release()
  })
  await memory.take(16)
  await expect(memory.take(16)).rejects.toThrow(Refusal)
  expect(asked).toEqual([MOST / 8, MOST / 8])
  expect(memory.health()).toEqual({ problems: [expect.stringContaining('documents-busy')], notes: [] })
})

test('that large ones are refused is a note; a large one that waits holds up no ordinary one', async () => {
  const memory = new NodeMemory({ most: MOST, waitMs: 20 })
  await memory.take(700)
  const waiting = memory.take(100)
  waiting.catch(() => undefined)
  await memory.take(16)
  await expect(waiting).rejects.toThrow(Refusal)
  expect(memory.health()).toEqual({ problems: [], notes: [expect.stringContaining('further large ones')] })
})
