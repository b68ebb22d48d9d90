/** S9: one who comes to a large document is sent what it says, and not the words that were deleted before. */
import { randomBytes } from 'node:crypto'
import { cardRoom, CardId } from '@briefboard/protocol'
import { openClient, openRaw, until, type SyncClient } from '@briefboard/testkit'
import * as decoding from 'lib0/decoding'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { textOf } from './attack-scene.ts'
import { BOARD, openWorld, roomOf, type World } from './world.ts'

const SECRET = 'the name of the source is Rosalind'
const PIECE_BYTES = 256 * 1024

let world: World
beforeAll(async () => void (world = await openWorld()))
afterAll(() => world[Symbol.asyncDispose]())

const ROOM = roomOf('financing')

interface Arrived {
  bytes: Buffer
  doc: Y.Doc
}

/** All that a newcomer who may only read is sent until the server says that this was all. */
async function come(): Promise<Arrived> {
  const raw = await openRaw({ url: world.server.url, room: ROOM, token: world.tokens.viewer })
  raw.send(Uint8Array.of(0, 0, 1, 0))
  await until('all has come', () => raw.frames.some(([type, kind]) => type === 0 && kind === 1))
  raw.close()
  const doc = new Y.Doc()
  for (const frame of raw.frames.filter(([type, kind]) => type === 0 && kind !== 0))
    Y.applyUpdate(doc, decoding.readVarUint8Array(decoding.createDecoder(frame.subarray(2))))
  return { bytes: Buffer.concat(raw.frames), doc }
}

async function expectWithoutSecret({ doc }: SyncClient): Promise<void> {
  const arrived = await come()
  expect(arrived.bytes.byteLength).toBeGreaterThan(PIECE_BYTES)
  expect(arrived.bytes.includes(SECRET)).toBe(false)
  expect(textOf(arrived.doc).toString()).toBe(textOf(doc).toString())
}

async function write(client: SyncClient, change: (text: Y.Text) => void): Promise<void> {
  change(textOf(client.doc))
  await client.saved.whenSaved()
}

const withoutSecret = (text: Y.Text): void => text.delete(text.toString().indexOf(SECRET), SECRET.length)

test('S9: deleted words are not sent to newcomers: at once, again, and after a restart', async () => {
  const writer = openClient({ url: world.server.url, room: ROOM, token: world.tokens.editor })
  await writer.synced()
  for (let part = 0; part < 3; part++)
    await write(writer, (text) => text.insert(0, randomBytes(PIECE_BYTES / 4).toString('hex')))
  await write(writer, (text) => text.insert(1000, SECRET))
  expect((await come()).bytes.includes(SECRET)).toBe(true)

  await write(writer, withoutSecret)
  await expectWithoutSecret(writer)
  // Told after the document was read for others: what is said and taken back in the tail.
  await expectWithoutSecret(writer)
  await write(writer, (text) => text.insert(500, SECRET))
  await write(writer, withoutSecret)
  await expectWithoutSecret(writer)

  const many = await Promise.all(Array.from({ length: 20 }, come))
  for (const { bytes } of many) expect(bytes.includes(SECRET)).toBe(false)

  await world.server.kill('SIGKILL')
  await world.restart()
  await until('the writer is back', () => writer.provider.wsconnected)
  await expectWithoutSecret(writer)
  writer.close()
})

test('S9: newcomers to a large document in which somebody deletes all the time all get the whole of it', async () => {
  const room = cardRoom(BOARD, CardId.parse('financing'))
  const writer = openClient({ url: world.server.url, room, token: world.tokens.editor })
  await writer.synced()
  const before = textOf(writer.doc).toString()
  let isOver = false
  const deleting = (async () => {
    while (!isOver) {
      await write(writer, (text) => text.insert(0, 'to and fro '))
      await write(writer, (text) => text.delete(0, 'to and fro '.length))
    }
  })()
  const arrived = await Promise.all(Array.from({ length: 30 }, come))
  isOver = true
  await deleting
  for (const { doc } of arrived) expect(textOf(doc).toString().endsWith(before)).toBe(true)
  expect(textOf(writer.doc).toString()).toBe(before)
  writer.close()
})
