/** S1: y-websocket's own provider, with none of our frames, works as with any other y-websocket server. */
import { CardId, cardRoom } from '@briefboard/protocol'
import { openStockProvider, until } from '@briefboard/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { BOARD, openWorld, roomOf, type World } from './world.ts'

let world: World
beforeAll(async () => void (world = await openWorld()))
afterAll(() => world[Symbol.asyncDispose]())

interface Stock {
  doc: Y.Doc
  text: Y.Text
  provider: WebsocketProvider
  /** Types of all frames that have come. */
  types: Set<number>
}

function openStock(room = roomOf('stock')): Stock {
  const doc = new Y.Doc()
  const types = new Set<number>()
  const provider = openStockProvider({
    url: world.server.url,
    room,
    doc,
    token: world.tokens.editor,
    maxBackoffMs: 300,
    onFrame: (frame) => types.add(frame[0] ?? -1),
  })
  return { doc, text: doc.getText('text'), provider, types }
}

/** As it goes over the line. */
const placeOf = ({ type, tname, item, assoc }: Y.RelativePosition): unknown =>
  JSON.parse(JSON.stringify({ type, tname, item, assoc }))

const agree = (one: Stock, two: Stock, words: string): boolean =>
  one.text.toString() === two.text.toString() && one.text.toString().includes(words)

test('S1: two of them edit together, see each other, and go on after the server was started again', async () => {
  const [one, two] = [openStock(), openStock()]
  for (const { provider } of [one, two]) provider.connect()
  await until('both are in step', () => one.provider.synced && two.provider.synced)
  one.text.insert(0, 'from one, ')
  two.text.insert(0, 'from two, ')
  await until('both have both', () => agree(one, two, 'from one') && agree(one, two, 'from two'))
  const anchor = Y.createRelativePositionFromTypeIndex(one.text, 3)
  one.provider.awareness.setLocalState({ cursor: { anchor, head: anchor } })
  const seenByTwo = (): unknown => two.provider.awareness.getStates().get(one.doc.clientID)?.['cursor']
  await until('presence crosses', () => seenByTwo() !== undefined)
  expect(seenByTwo()).toEqual({ anchor: placeOf(anchor), head: placeOf(anchor) })

  await world.server.kill('SIGKILL')
  await until('both have noticed', () => !one.provider.wsconnected && !two.provider.wsconnected)
  one.text.insert(0, 'while it was down, ')
  await world.restart()
  await until('what was written meanwhile has crossed', () => agree(one, two, 'while it was down'))
  one.provider.disconnect()
  await until('leaving crosses', () => seenByTwo() === undefined)
  const later = openStock()
  later.provider.connect()
  await until('one who comes later reads it all', () => agree(later, two, 'while it was down'))
  for (const { provider, types } of [one, two, later]) {
    expect([...types].filter((type) => type >= 100)).toEqual([])
    provider.destroy()
  }
})

test('S3: somebody who types on while a document is being opened is not sent away', async () => {
  const room = cardRoom(BOARD, CardId.parse('types-on'))
  const [typing, reading] = [openStock(room), openStock(room)]
  typing.text.insert(0, 'offline, ')
  typing.provider.on('status', ({ status }) => {
    // The line is open, and the server's question is not here yet: these build on what it has not been sent.
    if (status === 'connected') for (let key = 0; key < 40; key++) typing.text.insert(typing.text.length, 'x')
  })
  for (const { provider } of [typing, reading]) provider.connect()
  await until('the reader has it all', () => agree(typing, reading, 'x'.repeat(40)))
  typing.text.insert(0, 'later, ')
  await until('what is typed later arrives too', () => agree(typing, reading, 'later, '))
  for (const { provider } of [typing, reading]) provider.destroy()
})
