/** S16: no event, frame, upgrade or request of any form ends the server, or is answered with a fault that is ours. */
import { boardRoom, encodeSync } from '@briefboard/protocol'
import { openRaw, openRawNews, sendRaw, until, type RawNews } from '@briefboard/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import WebSocket from 'ws'
import { ask, BOARD, openWorld, type World } from './world.ts'

let world: World
// Forms are tried here, not amounts: see budgets.test.ts.
beforeAll(async () => void (world = await openWorld({ MAX_WORK_PER_PERSON: '0' })))
afterAll(() => world[Symbol.asyncDispose]())

const news = (): Promise<RawNews> => openRawNews({ url: world.server.url, token: world.tokens.viewer })

/** It lives, is the process that it was, answers others on each of its edges, and nothing fell through to the last net. */
async function expectUnharmed(): Promise<void> {
  const [other, raw] = [
    await news(),
    await openRaw({ url: world.server.url, room: boardRoom(BOARD), token: world.tokens.editor }),
  ]
  expect(await other.ask('board:watch', BOARD)).toBe(true)
  expect(await raw.mark()).toBe('saved')
  expect((await ask(world, world.tokens.viewer, '/api/boards')).status).toBe(200)
  const metrics = await (await fetch(new URL('/metrics', world.server.url))).text()
  expect(metrics).toMatch(/briefboard_faults_total\{edge="process"\} 0\n/)
  other.close()
  raw.close()
}

const DEEP = '['.repeat(7000) + ']'.repeat(7000)
const STRANGE = [
  ...['null', '[]', '{}', '7', '""', '"board:watch"', 'true', '[[]]', '{"__proto__":{"x":1}}'],
  ...['"\\u0000"', '"\\ud800"', '"__proto__"', '"constructor"', `"${'x'.repeat(9000)}"`, DEEP],
]
const EVENTS = [
  ...['board:watch', 'board:leave', 'card:tell', 'error', 'connect', 'disconnecting', 'newListener', '__proto__', ''],
  ...['boards:changed', 'pack:progress', 'toString'],
]

test.each(EVENTS)(
  'S16: the event “%s” with arguments of any form, with an answer awaited and without',
  async (event) => {
    const name = JSON.stringify(event)
    for (const value of STRANGE) {
      const client = await news()
      for (const args of ['', `,${value}`, `,${value},${value}`, `,"created",${value},${value},${value}`])
        for (const head of ['42', '420', '4299999999999999999999']) client.send(`${head}[${name}${args}]`)
      client.close()
      await client.closed
    }
    await expectUnharmed()
  },
)

test('S16: board:watch without its callback', async () => {
  const client = await news()
  client.send(`42["board:watch","${BOARD}"]`)
  client.send('42["board:watch","no such board"]')
  client.send('42["board:watch"]')
  expect(await client.ask('board:watch', BOARD)).toBe(true)
  client.close()
  await expectUnharmed()
})

test('S16: packets that are none, of other kinds, for other namespaces, binary, and too many greetings', async () => {
  const packets: (string | Uint8Array)[] = [
    ...[
      '',
      '0',
      '1',
      '2',
      '3',
      '4',
      '5',
      '6',
      '7',
      'x',
      '40',
      '40{}',
      '40[]',
      '41',
      '42',
      '42[]',
      '42[7]',
      '42{}',
      '43',
    ],
    ...[
      '430[]',
      '4399[1]',
      '44',
      '44{}',
      '45',
      '450-["x"]',
      '451-["x",{"_placeholder":true,"num":0}]',
      '46',
      '461-[1]',
    ],
    ...[
      '40/other,',
      '40/__proto__,{}',
      '42/other,["x"]',
      '40/admin,{"a":1}',
      '4/',
      '42/,["board:watch"]',
      '42["x"',
      '42',
    ],
    ...[`42${DEEP}`, `451-["x",${'['.repeat(4000)}{"_placeholder":true,"num":9}${']'.repeat(4000)}]`],
    ...[Uint8Array.of(), Uint8Array.of(4, 50, 91), new Uint8Array(15_000).fill(0xff)],
  ]
  for (const first of packets) {
    const client = await news()
    for (const second of ['', Uint8Array.of(1, 2, 3), '40', first]) {
      client.send(first)
      client.send(second)
    }
    await Promise.race([client.closed, client.ask('board:watch', BOARD)])
    client.close()
  }
  await expectUnharmed()
})

test('S16: upgrades of any form', async () => {
  const host = new URL(world.server.url).host
  const paths = [
    ...[
      '/',
      '//',
      '/sync',
      '/sync/',
      '/sync//',
      '/sync/%',
      '/sync/%00',
      '/sync/%ff',
      '/sync/board/%E0%A4%A',
      '//sync/board/x',
    ],
    ...[`/sync/board/${BOARD}?epoch=%`, `/sync/board/${BOARD}?epoch=${'e'.repeat(4000)}`, `/sync/${'x'.repeat(7000)}`],
    ...[
      '/socket.io/',
      '/socket.io/?',
      '/socket.io/?EIO=4&transport=websocket&sid=__proto__',
      '/socket.io//[',
      '/socket.io/?%',
    ],
    ...[
      '/socket.io/?EIO=3&transport=websocket',
      '/socket.io/?EIO=4&transport=polling',
      '/socket.io/?transport=constructor',
    ],
    ...[
      '/socket.io/?EIO=4&transport=websocket&sid=toString',
      '/socket.io/\\..//',
      `http://${host}/sync/board/${BOARD}`,
      '*',
    ],
    ...[
      'http://[/socket.io/',
      `http://${host}/socket.io/?EIO=4&transport=websocket`,
      'x',
      '/\\sync/board/b',
      '/sync/\x80',
    ],
  ]
  const token = `Authorization: Bearer ${world.tokens.viewer}`
  const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='
  const heads = [
    [token, key, 'Sec-WebSocket-Version: 13'],
    [token, key, 'Sec-WebSocket-Version: 99'],
    [token, 'Sec-WebSocket-Key: short', 'Sec-WebSocket-Version: 13'],
    [token, key, 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Protocol: ,,a,,'],
    [
      token,
      key,
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=99',
    ],
    ['Authorization: Bearer', 'Cookie: briefboard_session=%E0%A4%A; =;;;=x', key, 'Sec-WebSocket-Version: 13'],
    [token, 'Origin: null', key, 'Sec-WebSocket-Version: 13'],
    [],
  ]
  for (const method of ['GET', 'POST', 'CONNECT', 'OPTIONS'])
    await Promise.all(
      paths.flatMap((path) =>
        heads.map((head) =>
          sendRaw(
            world.server.url,
            [
              `${method} ${path} HTTP/1.1`,
              `Host: ${host}`,
              'Connection: Upgrade',
              'Upgrade: websocket',
              ...head,
              '',
              '\x81\x80',
            ].join('\r\n'),
            300,
          ),
        ),
      ),
    )
  await expectUnharmed()
})

test('S16: an upgrade whose line ends at once, or that speaks no WebSocket', async () => {
  const { host } = new URL(world.server.url)
  for (const path of [`/sync/board/${BOARD}`, '/socket.io/?EIO=4&transport=websocket']) {
    for (const end of ['terminate', 'close'] as const) {
      const socket = new WebSocket(`${world.server.url.replace(/^http/, 'ws')}${path}`, {
        headers: { authorization: `Bearer ${world.tokens.viewer}` },
      })
      socket.on('error', () => undefined)
      socket.on('upgrade', () => socket[end]())
      await new Promise((resolve) => socket.once('close', resolve))
    }
    const head = `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nAuthorization: Bearer ${world.tokens.viewer}\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n`
    for (const tail of [
      '\xff\xff\xff',
      '\x88\x80',
      '\x88\x82\0\0\0\0\0\x01',
      '\x89\xfe\xff\xff',
      '\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff',
      'GET / HTTP/1.1\r\n\r\n',
    ])
      await sendRaw(world.server.url, Buffer.from(head + tail, 'latin1'), 300)
  }
  await expectUnharmed()
})

/** Ours would be 5xx; what is not of the form that it should be is 4xx. */
const FAULT = /^HTTP\/1\.1 5\d\d/

test('S16: requests of any form are answered, and never with a fault', async () => {
  const { host } = new URL(world.server.url)
  const long = 'a'.repeat(6000)
  const paths = [
    ...[
      '/',
      '//',
      '///evil.example/%2e%2e',
      '/%',
      '/%00',
      '/%ff',
      '/%E0%A4%A',
      '/..%2f..%2fetc/passwd',
      '/boards/%',
      '/boards/%00',
    ],
    ...[
      `/boards/${BOARD}/cards/%`,
      `/boards/${BOARD}/sources/%ff`,
      `/boards/${BOARD}/imports/%00`,
      '/boards//',
      '/_app/%',
      '/_app/immutable/%00',
    ],
    ...[
      '/sign-in?code=%',
      '/sign-in?code[]=x&next=//x',
      '/sign-in?next=%ff',
      '/api',
      '/api/',
      '/api//',
      '/api/%',
      '/api/%00',
      '/api/boards/%',
    ],
    ...[
      `/api/boards/${BOARD}/coverage?by[]=x`,
      `/api/boards/${BOARD}/coverage?by=x&by=y`,
      `/api/boards/${BOARD}/coverage?__proto__[x]=1`,
    ],
    ...[
      `/api/boards/${BOARD}/search?q[]=x`,
      `/api/boards/${BOARD}/search?q=x&limit[x]=1`,
      `/api/boards/${BOARD}/search?q=%ff&limit=1e9`,
    ],
    ...[
      `/api/boards/${BOARD}/search?q=x&limit=NaN`,
      `/api/boards/${BOARD}/search?q=%00`,
      `/api/boards/${BOARD}/search?q=%F0%9F`,
    ],
    ...[
      `/api/boards/${BOARD}/search?${'q=x&'.repeat(1500)}`,
      `/api/boards/${BOARD}/reports/%`,
      `/api/boards/${BOARD}/reports/%00`,
    ],
    ...[
      `/api/boards/${BOARD}/reports/${long}`,
      `/api/boards/${BOARD}/reports/..%2f`,
      `/api/boards/${long}`,
      '/api/boards/__proto__',
    ],
    ...[
      `/api/packs/${long}`,
      '/api/packs/%00',
      '/api/packs/x/files/%00',
      `/api/packs/x/files/${long}`,
      '/api/packs/__proto__/files/toString',
    ],
    ...[
      '/api/people/%00',
      `/api/people/${long}`,
      '/api/people/__proto__',
      '/api/people/log?x[y][z]=1',
      '/health/%',
      '/metrics?x=%',
    ],
    ...[
      `/boards/${BOARD}/search?q[]=x`,
      `/boards/${BOARD}/search?q=%ff`,
      `/boards/${BOARD}/__data.json?x-sveltekit-invalidated=%`,
    ],
    ...[
      `/boards/${BOARD}/search?q=${'x'.repeat(5000)}`,
      '/boards/__data.json',
      '/favicon.ico?%',
      '*',
      'x',
      `http://${host}/api/boards`,
    ],
    ...['http://[/', 'http://evil.example/', `http://${host}//`, '/\\', '/?\\', '/socket.io/?EIO=4&transport=polling'],
  ]
  const heads = [
    [],
    ['Range: bytes=0-', 'If-None-Match: *', 'If-Range: x'],
    ['Range: bytes=-1,5-2,x', 'Accept: */*;q=x', 'Accept-Encoding: br;q=9,,', 'Accept-Language: *'],
    [
      'Cookie: briefboard_session=%E0%A4%A; a=%; =;;;x',
      'X-Forwarded-For: ,,%',
      'X-Forwarded-Proto: x',
      'X-Forwarded-Host: [',
      'Forwarded: ;',
    ],
    ['Content-Type: application/json; charset=nothing', 'Content-Length: 2', 'X-Sveltekit-Action: true'],
  ]
  const bodies = [
    '',
    '{}',
    '[]',
    'null',
    '7',
    '{"__proto__":{"x":1}}',
    '{"name":"\\u0000"}',
    '{',
    DEEP,
    '{"code":{"toString":1}}',
  ]
  const answers: [request: string, answer: Promise<string>][] = []
  for (const token of [world.tokens.viewer, world.tokens.owner]) {
    const all = ['Connection: close', `Host: ${host}`, `Authorization: Bearer ${token}`]
    const send = (line: string, more: readonly string[], body = ''): Promise<string> =>
      sendRaw(
        world.server.url,
        Buffer.from([`${line} HTTP/1.1`, ...all, ...more, '', body].join('\r\n'), 'latin1'),
        10_000,
      )
    for (const path of paths) {
      for (const head of heads)
        answers.push([
          `GET ${path} ${head.join()}`,
          send(
            `GET ${path}`,
            head.includes('Content-Length: 2') ? [...head] : head,
            head.includes('Content-Length: 2') ? '{}' : '',
          ),
        ])
      await Promise.all(answers.map(([, answer]) => answer))
      for (const method of ['HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND'])
        answers.push([`${method} ${path}`, send(`${method} ${path}`, [])])
      await Promise.all(answers.map(([, answer]) => answer))
    }
    for (const path of [
      '/api/session',
      '/api/people',
      '/api/boards',
      `/api/boards/${BOARD}/packs`,
      `/api/boards/${BOARD}/reports`,
      '/sign-in',
      '/',
    ])
      for (const body of bodies)
        for (const type of [
          'application/json',
          'text/plain',
          'multipart/form-data',
          'multipart/form-data; boundary=x',
          'application/x-www-form-urlencoded',
        ])
          answers.push([
            `POST ${path} ${type} ${body.slice(0, 40)}`,
            send(`POST ${path}`, [`Content-Type: ${type}`, `Content-Length: ${body.length}`], body),
          ])
    await Promise.all(answers.map(([, answer]) => answer))
  }
  const faults: string[] = []
  for (const [request, answer] of answers) if (FAULT.test(await answer)) faults.push(request.slice(0, 200))
  expect(faults).toEqual([])
  await expectUnharmed()
}, 120_000)

test('S16: sync frames of types, text frames and fragments that nobody sends', async () => {
  const { url } = world.server
  const frames = [
    ...Array.from({ length: 256 }, (_, type) => Uint8Array.of(type)),
    Uint8Array.of(),
    encodeSync(9, Uint8Array.of(1)),
  ]
  for (let at = 0; at < frames.length; at += 64) {
    const raw = await openRaw({ url, room: boardRoom(BOARD), token: world.tokens.viewer })
    for (const frame of frames.slice(at, at + 64)) raw.send(frame)
    raw.socket.send('words, not bytes')
    raw.socket.send('part', { fin: false })
    raw.socket.ping('x'.repeat(125))
    raw.socket.pong('unasked')
    await until('it has been read', () => raw.socket.bufferedAmount === 0)
    raw.close()
  }
  await expectUnharmed()
})
