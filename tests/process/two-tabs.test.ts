/** S3: one update may hold the edits of several tabs that built on each other; it is stored in parts, and all of it. */
import { openClient, readMetrics } from '@briefboard/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { openWorld, roomOf, type World } from './world.ts'

const TURNS = 40

let world: World
beforeAll(async () => void (world = await openWorld()))
afterAll(() => world[Symbol.asyncDispose]())

const client = (doc = new Y.Doc()) =>
  openClient({ url: world.server.url, room: roomOf('two-tabs'), token: world.tokens.editor, doc })

/** Two copies of one document, that type into each other’s words turn by turn. */
function typeInTwoTabs(one: Y.Doc): void {
  const two = new Y.Doc()
  for (let turn = 0; turn < TURNS; turn++) {
    const [writer, reader] = turn % 2 === 0 ? [one, two] : [two, one]
    const text = writer.getText('t')
    text.insert(Math.floor(text.length / 2), `(${turn})`)
    Y.applyUpdate(reader, Y.encodeStateAsUpdate(writer, Y.encodeStateVector(reader)))
  }
}

test('two tabs that wrote offline turn by turn come back with one update, and all of it is saved', async () => {
  const doc = new Y.Doc()
  typeInTwoTabs(doc)
  const tab = client(doc)
  await tab.synced()
  await tab.saved.whenSaved()
  const written = doc.getText('t').toString()

  const cold = client()
  await cold.synced()
  expect(cold.doc.getText('t').toString()).toBe(written)
  const metric = await readMetrics(world.server.url)
  expect(metric('briefboard_append_seconds_count')).toBeGreaterThanOrEqual(TURNS / 2)
  expect(metric('briefboard_resyncs_total', 'gap')).toBe(0)
  for (const each of [tab, cold]) each.close()
})
