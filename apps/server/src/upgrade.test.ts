/** Upgrades: what is handed on with a connection, and what is refused before a socket opens. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Access } from './access/identity.ts'
import { Refusal } from '@briefboard/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import WebSocket from 'ws'
import { Budgets } from './limits/budgets.ts'
import { Payer } from './limits/payer.ts'
import type { Rooms } from './sync/rooms.ts'
import { ownUpgrades } from './upgrade.ts'

const ACCESS: Access = {
  person: { id: 'ann', name: 'Ann', role: 'editor', color: '#000' },
  credential: 'token:0',
  expiresAt: null,
}

let isStopping: boolean
let join: (...args: unknown[]) => Promise<void>
let joined: unknown[][]
let refused: string[]
let url: string
let close: () => void

beforeEach(async () => {
  isStopping = false
  joined = []
  refused = []
  join = async (_socket, ...rest) => void joined.push(rest)
  const server = createServer()
  ownUpgrades({
    server,
    // All that an upgrade asks of the rooms.
    rooms: { join: (...args: unknown[]) => join(...args) } as unknown as Rooms,
    editBytes: 65_536,
    identify: async ({ headers }) => (headers.authorization === undefined ? null : ACCESS),
    payerOf: () => new Payer('ann', new Budgets({ perSecond: 0, most: 0 }).of('ann')),
    isFromHome: ({ headers }) => headers.origin === undefined,
    isStopping: () => isStopping,
    live: (_request, socket) => void socket.end('HTTP/1.1 418 Live\r\n\r\n'),
    metrics: { refused: (code) => void refused.push(code), throttled: () => undefined },
    onFault: () => undefined,
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
  close = () => void server.close()
})
afterEach(() => close())

const connect = (path: string, headers: Record<string, string> = { authorization: 'Bearer x' }): WebSocket =>
  new WebSocket(url + path, { headers })

async function closeCode(socket: WebSocket): Promise<number> {
  const [code] = await once(socket, 'close')
  return Number(code)
}

async function httpStatus(socket: WebSocket): Promise<string> {
  const [error] = await once(socket, 'error')
  return error instanceof Error ? error.message : ''
}

test.each([
  ['/sync/board/b', { epoch: null, schema: 1 }],
  ['/sync/board/b?epoch=&schema=', { epoch: null, schema: 1 }],
  ['/sync/board/b?x=1&epoch=e%201', { epoch: 'e 1', schema: 1 }],
  ['/sync/board/b?schema=2&epoch=e', { epoch: 'e', schema: 2 }],
  ['/sync/board/b?schema=-2', { epoch: null, schema: 1 }],
  ['/sync/board/b?schema=1e300', { epoch: null, schema: 1 }],
])('S8: %s is joined with what the client says of itself, and the access: %o', async (path, claims) => {
  const socket = connect(path)
  await once(socket, 'open')
  await expect.poll(() => joined).toEqual([['board/b', ACCESS, claims]])
  socket.terminate()
})

test('S14: while stopping, sync and news are refused with 503 before a socket opens', async () => {
  isStopping = true
  expect(await httpStatus(connect('/sync/board/b'))).toContain('503')
  expect(await httpStatus(connect('/socket.io/?EIO=4&transport=websocket'))).toContain('503')
  expect(joined).toEqual([])
})

test('S10: a foreign Origin is refused with 403, an unknown path with 404, news are handed on', async () => {
  expect(await httpStatus(connect('/sync/board/b', { origin: 'https://elsewhere.example' }))).toContain('403')
  expect(await httpStatus(connect('/elsewhere'))).toContain('404')
  expect(await httpStatus(connect('/socket.io/'))).toContain('418')
})

test('S12: a refusal closes the socket with its code and is counted by name', async () => {
  expect(await closeCode(connect('/sync/board/b', {}))).toBe(4401)
  join = async () => {
    throw new Refusal('too-many-rooms')
  }
  expect(await closeCode(connect('/sync/board/b'))).toBe(4529)
  expect(refused).toEqual(['sign-in-needed', 'too-many-rooms'])
})

test('S12: a message of more than four edits is not even read', async () => {
  const socket = connect('/sync/board/b')
  await once(socket, 'open')
  await expect.poll(() => joined.length).toBe(1)
  socket.send(new Uint8Array(4 * 65_536 + 1))
  expect(await closeCode(socket)).toBe(1009)
})
