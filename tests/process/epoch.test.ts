/** S8: a document that gets a new history: nobody merges the old one into it. */
import { compactHistory, readHistory } from '@briefboard/library'
import { openClient, openRaw, readMetrics, until } from '@briefboard/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { openWorld, roomOf, type World } from './world.ts'

let world: World
beforeAll(async () => void (world = await openWorld()))
afterAll(() => world[Symbol.asyncDispose]())

const client = (card: string, doc = new Y.Doc()) =>
  openClient({ url: world.server.url, room: roomOf(card), token: world.tokens.editor, doc })

/** Brings a document back to what it is now, under a new history, as `restore` does. */
const restore = (card: string) =>
  world.withStore(async ({ log }) => {
    const state = await compactHistory(await readHistory(await log.load(roomOf(card))))
    return { state, back: () => world.withStore((store) => store.log.replace(roomOf(card), state)) }
  })

test('open connections end for good with 4409 within a second; a client of the old history stays out, a fresh one comes in', async () => {
  const writer = client('restored')
  await writer.synced()
  writer.doc.getText('t').insert(0, 'kept')
  await writer.saved.whenSaved()
  const { back } = await restore('restored')
  writer.doc.getText('t').insert(4, ', and gone')
  await writer.saved.whenSaved()
  const closed = new Promise<number>((resolve) => writer.provider.on('closed', ({ code }) => resolve(code)))
  await back()
  expect(await closed).toBe(4409)
  expect(writer.saved.isClean).toBe(true)

  writer.doc.getText('t').insert(0, 'typed offline ')
  expect(writer.saved.isClean).toBe(false)
  const again = new Promise<number>((resolve) => writer.provider.on('closed', ({ code }) => resolve(code)))
  writer.provider.connect()
  expect(await again).toBe(4409)

  const fresh = client('restored')
  await fresh.synced()
  expect(fresh.doc.getText('t').toString()).toBe('kept')
  fresh.doc.getText('t').insert(4, ', and on')
  await fresh.saved.whenSaved()
  expect((await readMetrics(world.server.url))('briefboard_resyncs_total', 'epoch')).toBeGreaterThan(0)
  for (const each of [writer, fresh]) each.close()
})

test('a client that gives the right history in its address comes in, another does not', async () => {
  const first = client('named')
  await first.synced()
  await first.saved.whenSaved()
  const epoch = first.saved.greeting?.epoch
  const open = (name: string) =>
    openRaw({ url: world.server.url, room: `${roomOf('named')}?epoch=${name}`, token: world.tokens.editor })
  const right = await open(epoch ?? '')
  expect(await right.mark()).toBe('saved')
  const wrong = await open('0123456789abcdef')
  expect(await wrong.closed).toBe(4409)
  right.close()
  first.close()
})

test('a client that was away comes back to the same history after the server has started anew', async () => {
  const away = client('same')
  await away.synced()
  away.doc.getText('t').insert(0, 'before')
  await away.saved.whenSaved()
  await world.server.kill('SIGKILL')
  await world.restart()
  away.doc.getText('t').insert(6, ' and after')
  await away.saved.whenSaved()
  const reader = client('same')
  await reader.synced()
  await until('it is there once', () => reader.doc.getText('t').toString() === 'before and after')
  for (const each of [away, reader]) each.close()
})
