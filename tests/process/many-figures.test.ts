/** S16: thousands of figures, written in a second, and texts without an end cost a page and an answer what they show of them. */
import { BoardId, boardRoom } from '@briefboard/protocol'
import { openClient } from '@briefboard/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type * as Y from 'yjs'
import { ask, openWorld, type World } from './world.ts'

let world: World
beforeAll(async () => void (world = await openWorld({ MAX_WORK_PER_PERSON: '0' })))
afterAll(() => world[Symbol.asyncDispose]())

const ID = BoardId.parse('many-figures')
/** As many as a page hands on of a board at once, if they are of the usual length. */
const FIGURES = 6_000
/** An edit may have 20,000 keys and values within its values. */
const AN_EDIT = 500
const MB = 1_000_000

async function write(changes: readonly ((doc: Y.Doc) => void)[]): Promise<void> {
  const client = openClient({ url: world.server.url, room: boardRoom(ID), token: world.tokens.editor })
  await client.synced()
  for (const change of changes) {
    client.doc.transact(() => change(client.doc))
    await client.saved.whenSaved()
  }
  client.close()
}

const figure = (more: object) => ({
  ...{ card: 'c0', measure: 'Boats', low: 1, high: 2, unit: 'boats', period: '2015', basis: 'counted' },
  ...{ qualifier: 'none', citation: { symbol: 'S/2018/80', paragraph: 1 }, ...more },
})

async function page(path: string): Promise<string> {
  const answer = await ask(world, world.tokens.viewer, path)
  expect(answer.status, path).toBe(200)
  return answer.text()
}

test('three thousand series over four centuries: the page draws a part of them, and every chart and row has an address', async () => {
  const body = JSON.stringify({ title: 'Many figures', id: ID, regions: ['R'] })
  expect((await ask(world, world.tokens.editor, '/api/boards', { method: 'POST', body })).status).toBe(201)
  const parts = Array.from({ length: FIGURES / AN_EDIT }, (_, part) => (doc: Y.Doc) => {
    for (let index = part * AN_EDIT; index < (part + 1) * AN_EDIT; index++) {
      const period = index % 2 === 0 ? '1800' : '2199'
      doc.getMap('figures').set(`f${index}`, figure({ measure: `M${index >> 1}`, period }))
    }
  })
  const long = 'x'.repeat(90_000)
  await write([...parts, (doc) => doc.getMap('figures').set('long', figure({ measure: long, basis: long }))])

  const first = await page(`/boards/${ID}/figures`)
  expect(first.length).toBeLessThan(6 * MB)
  expect(first.match(/<figure/g)).toHaveLength(36)
  expect(first).toMatch(/charts 1 to 36 of 3,000/)
  expect(first).not.toContain('x'.repeat(1_000))
  const [, address = ''] = /href="([^"]*charts=2[^"]*)"/.exec(first) ?? []
  expect(await page(address.replaceAll('&amp;', '&').split('#')[0] ?? '')).toContain('id="chart-37"')

  const last = await page(`/boards/${ID}/figures?charts=84&rows=30`)
  expect(last).toContain('id="chart-3000"')
  expect(last).toMatch(/figures 5,801 to 6,000 of 6,000/)
  expect(last.length).toBeLessThan(6 * MB)

  const { series, figures } = JSON.parse(await page(`/api/boards/${ID}/figures`)) as Record<
    string,
    { years?: unknown }[]
  >
  expect([figures?.length, series?.length]).toEqual([FIGURES, FIGURES / 2])
  expect(series?.[0]?.years).toEqual([
    { year: 1800, until: 1800, state: 'figures' },
    { year: 1801, until: 2198, state: 'missing' },
    { year: 2199, until: 2199, state: 'figures' },
  ])
}, 120_000)
