/** What a role may not do, tried against a running server with clients made by hand. */
import { assessmentOf, readBoard, setCardText, startThread } from '@briefboard/board'
import {
  boardRoom,
  talkRoom,
  encodeMark,
  encodeSync,
  MARK,
  REFUSED,
  SAVED,
  readRefused,
  readSaved,
  type Role,
  type RoomId,
} from '@briefboard/protocol'
import { openClient, until } from '@briefboard/testkit'
import * as decoding from 'lib0/decoding'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import WebSocket from 'ws'
import * as Y from 'yjs'
import { ask, BOARD, openWorld, roomOf, type World } from './world.ts'

let world: World
beforeAll(async () => void (world = await openWorld()))
afterAll(() => world[Symbol.asyncDispose]())

const storedBoard = async (): Promise<string> => (await ask(world, world.tokens.viewer, `/api/boards/${BOARD}`)).text()

describe.each<Role>(['viewer', 'reviewer'])('a %s', (role) => {
  test('S3: writes into an assessment: refused by name, relayed to nobody, not stored', async () => {
    const watching = openClient({ url: world.server.url, room: roomOf('europe'), token: world.tokens.editor })
    await watching.synced()
    const before = assessmentOf(watching.doc).toString()
    const writing = openClient({ url: world.server.url, room: roomOf('europe'), token: world.tokens[role] })
    await writing.synced()
    assessmentOf(writing.doc).insert(0, 'Words.')
    await expect(writing.saved.whenSaved()).rejects.toThrow('read-only')
    expect(writing.saved.state).toEqual({ kind: 'refused', code: 'read-only' })

    const later = openClient({ url: world.server.url, room: roomOf('europe'), token: world.tokens.viewer })
    await later.synced()
    expect(assessmentOf(later.doc).toString()).toBe(before)
    expect(assessmentOf(watching.doc).toString()).toBe(before)
    for (const client of [watching, writing, later]) client.close()
  })

  test('S3: renames a card: refused, not stored', async () => {
    const client = openClient({ url: world.server.url, room: boardRoom(BOARD), token: world.tokens[role] })
    await client.synced()
    setCardText(client.doc, 'europe', 'title', 'Taken over', 'test')
    await expect(client.saved.whenSaved()).rejects.toThrow('read-only')
    expect(await storedBoard()).not.toContain('Taken over')
    client.close()
  })
})

test('a reviewer comments, and an editor sees it at once', async () => {
  const [reviewer, editor] = (['reviewer', 'editor'] as const).map((role) =>
    openClient({ url: world.server.url, room: talkRoom(BOARD), token: world.tokens[role] }),
  )
  if (reviewer === undefined || editor === undefined) throw new Error('unreachable')
  await Promise.all([reviewer.synced(), editor.synced()])
  startThread(
    reviewer.doc,
    'europe',
    null,
    { by: { id: 'r', name: 'R' }, at: '2026-01-01T00:00:00Z', text: 'Which source?' },
    'test',
  )
  await reviewer.saved.whenSaved()
  await until('the editor has the comment', () =>
    JSON.stringify(editor.doc.getMap('threads').toJSON()).includes('Which source?'),
  )
  for (const client of [reviewer, editor]) client.close()
})

describe('who may come in', () => {
  test('S10: nobody without a token: closed for good with 4401', async () => {
    expect(await closeCode(boardRoom(BOARD), {})).toBe(4401)
  })

  test('an unknown board or room: closed for good with 4404', async () => {
    const headers = { authorization: `Bearer ${world.tokens.owner}` }
    expect(await closeCode('board/nowhere', headers)).toBe(4404)
    expect(await closeCode('card/nowhere/nothing', headers)).toBe(4404)
    expect(await closeCode('nonsense', headers)).toBe(4404)
    expect((await ask(world, world.tokens.owner, '/api/boards/nowhere')).status).toBe(404)
  })

  test('S10: a foreign Origin is refused before the socket opens, with the right token too', async () => {
    const socket = rawSocket(boardRoom(BOARD), {
      authorization: `Bearer ${world.tokens.owner}`,
      origin: 'https://elsewhere.example',
    })
    const message = await new Promise<string>((resolve) => socket.on('error', (error) => resolve(error.message)))
    expect(message).toContain('403')
    const posted = await ask(world, world.tokens.owner, '/api/boards', {
      method: 'POST',
      headers: { origin: 'https://elsewhere.example' },
      body: JSON.stringify({ title: 'Foreign' }),
    })
    expect(posted.status).toBe(403)
    expect(await posted.json()).toMatchObject({ code: 'foreign-origin', status: 403 })
  })

  test('a viewer makes no board and no pack', async () => {
    const board = await ask(world, world.tokens.viewer, '/api/boards', {
      method: 'POST',
      body: JSON.stringify({ title: 'Mine' }),
    })
    const pack = await ask(world, world.tokens.editor, `/api/boards/${BOARD}/packs`, {
      method: 'POST',
      body: JSON.stringify({ formats: ['md'], ceiling: 'clear' }),
    })
    expect([board.status, pack.status]).toEqual([403, 403])
  })
})

describe('bad frames', () => {
  const bearer = (): Record<string, string> => ({ authorization: `Bearer ${world.tokens.editor}` })

  test('S3: a frame that does not decode is refused with a reason; the connection and the others go on', async () => {
    const socket = await openSocket(roomOf('propaganda'), bearer())
    socket.send(syncUpdate(Uint8Array.of(9, 9, 9, 255, 255)))
    socket.send(encodeMark(7))
    expect(await answer(socket)).toEqual({ kind: 'refused', counter: 7, code: 'malformed' })
    expect(socket.readyState).toBe(WebSocket.OPEN)
    socket.close()
  })

  test('S12: an edit over 1 MiB is refused as too large and not stored', async () => {
    const doc = new Y.Doc()
    doc.getText('big').insert(0, 'x'.repeat(1_200_000))
    const socket = await openSocket(roomOf('propaganda'), bearer())
    socket.send(syncUpdate(Y.encodeStateAsUpdate(doc)))
    socket.send(encodeMark(1))
    expect(await answer(socket)).toEqual({ kind: 'refused', counter: 1, code: 'too-large' })
    const later = openClient({ url: world.server.url, room: roomOf('propaganda'), token: world.tokens.viewer })
    await later.synced()
    expect(later.doc.getText('big').length).toBe(0)
    later.close()
    socket.close()
  })

  test('S3: an edit that builds on a missing one is not stored; the rest is asked for', async () => {
    const doc = new Y.Doc()
    const updates: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => updates.push(update))
    doc.getText('t').insert(0, 'first')
    doc.getText('t').insert(5, ' second')
    const socket = await openSocket(roomOf('propaganda'), bearer())
    socket.send(syncUpdate(updates[1] ?? new Uint8Array()))
    const asked = await nextFrame(socket, (type, decoder) => type === 0 && decoding.readVarUint(decoder) === 0)
    expect(asked).toBe(true)
    socket.send(encodeSync(1, Y.encodeStateAsUpdate(doc)))
    socket.send(encodeMark(3))
    expect(await answer(socket)).toMatchObject({ kind: 'saved', counter: 3, level: 'flushed' })
    socket.close()
  })

  test('S3, S16: an item that hangs on itself is not stored, and the room and the board go on', async () => {
    const socket = await openSocket(talkRoom(BOARD), { authorization: `Bearer ${world.tokens.reviewer}` })
    // One item of client 1 at clock 0, holding "x", whose left neighbour is itself.
    socket.send(syncUpdate(Uint8Array.of(1, 1, 1, 0, 0x84, 1, 0, 1, 120, 0)))
    socket.send(encodeMark(1))
    await nextFrame(socket, (type, decoder) => type === 0 && decoding.readVarUint(decoder) === 0)
    const neighbour = openClient({ url: world.server.url, room: talkRoom(BOARD), token: world.tokens.reviewer })
    await neighbour.synced()
    const said = { by: { id: 'r', name: 'R' }, at: '2026-01-01T00:00:00Z', text: 'Still here' }
    startThread(neighbour.doc, 'europe', null, said, 'test')
    await expect(neighbour.saved.whenSaved()).resolves.toBe('flushed')
    expect((await ask(world, world.tokens.viewer, `/api/boards/${BOARD}`)).status).toBe(200)
    neighbour.close()
    socket.close()
  })

  test('random bytes do not disturb a neighbour', async () => {
    const neighbour = openClient({ url: world.server.url, room: roomOf('returnees'), token: world.tokens.editor })
    await neighbour.synced()
    const socket = await openSocket(roomOf('returnees'), bearer())
    for (let size = 0; size < 200; size++)
      socket.send(crypto.getRandomValues(new Uint8Array(size)).map((byte) => (byte === MARK ? 0 : byte)))
    assessmentOf(neighbour.doc).insert(0, 'Words.')
    await expect(neighbour.saved.whenSaved()).resolves.toBe('flushed')
    neighbour.close()
    socket.terminate()
  })
})

test('presence: the server says who somebody is, whatever the client claims', async () => {
  const [liar, other] = [world.tokens.viewer, world.tokens.editor].map((token) =>
    openClient({ url: world.server.url, room: boardRoom(BOARD), token }),
  )
  if (liar === undefined || other === undefined) throw new Error('unreachable')
  await Promise.all([liar.synced(), other.synced()])
  liar.provider.awareness.setLocalState({ user: { id: 'x', name: 'The owner', color: 'red' }, card: 'europe' })
  await until('the other one sees it', () => other.provider.awareness.getStates().has(liar.doc.clientID))
  expect(other.provider.awareness.getStates().get(liar.doc.clientID)).toMatchObject({
    user: { name: 'The viewer' },
    card: 'europe',
  })
  liar.close()
  await until('the other one sees that it left', () => !other.provider.awareness.getStates().has(liar.doc.clientID))
  other.close()
})

test('the board as plain JSON has cards, judgements and citations', async () => {
  const response = await ask(world, world.tokens.viewer, `/api/boards/${BOARD}`)
  const board = (await response.json()) as ReturnType<typeof readBoard>['value']
  expect(board.cards).toHaveLength(20)
  expect(board.cards[0]?.judgements.at(-1)?.citations[0]).toMatchObject({
    symbol: expect.stringMatching(/^S\//),
    paragraph: expect.any(Number),
  })
  expect(board.cards[0]?.assessment[0]).toMatchObject({ type: 'paragraph' })
})

function rawSocket(room: string, headers: Record<string, string>): WebSocket {
  return new WebSocket(`${world.server.url.replace('http', 'ws')}/sync/${room}?schema=2`, { headers })
}

function openSocket(room: RoomId, headers: Record<string, string>): Promise<WebSocket> {
  const socket = rawSocket(room, headers)
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket))
    socket.once('error', reject)
  })
}

async function closeCode(room: string, headers: Record<string, string>): Promise<number> {
  const socket = rawSocket(room, headers)
  return new Promise((resolve) => socket.once('close', resolve))
}

const syncUpdate = (update: Uint8Array): Uint8Array => encodeSync(2, update)

type Answer =
  ({ kind: 'saved' } & ReturnType<typeof readSaved>) | ({ kind: 'refused' } & ReturnType<typeof readRefused>)

/** The next answer to a mark. */
async function answer(socket: WebSocket): Promise<Answer> {
  return nextFrame(socket, (type, decoder): Answer | false => {
    if (type === SAVED) return { kind: 'saved', ...readSaved(decoder) }
    return type === REFUSED && { kind: 'refused', ...readRefused(decoder) }
  })
}

/** The first frame from now on of which `look` makes something. */
function nextFrame<T>(socket: WebSocket, look: (type: number, decoder: decoding.Decoder) => T | false): Promise<T> {
  return new Promise((resolve) => {
    const onMessage = (data: Buffer): void => {
      const decoder = decoding.createDecoder(new Uint8Array(data))
      const seen = look(decoding.readVarUint(decoder), decoder)
      if (seen === false) return
      socket.off('message', onMessage)
      resolve(seen)
    }
    socket.on('message', onMessage)
  })
}
