/** S10, S12: sign-in links ask, belong to home, and cannot be tried out; what a person may make is bounded; nothing of it is kept by caches. */
import { once } from 'node:events'
import { request as openRequest, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { invite } from '@briefboard/library'
import { readMetrics, sendRaw } from '@briefboard/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, BOARD, openWorld, type World } from './world.ts'

let world: World
beforeAll(async () => void (world = await openWorld()))
afterAll(() => world[Symbol.asyncDispose]())

const home = (): string => new URL(world.server.url).origin

/** All of 127/8 is this machine. */
let addresses = 1
const newAddress = (): string => `127.0.0.${++addresses}`

const linkFor = (name: string): Promise<string> =>
  world.withStore(async (store) => (await invite(store.records, { name, role: 'editor' }, new Date())).code)

interface Way {
  origin?: string
  /** Another address of this machine for each that is not named. */
  from?: string
  cookie?: string
}

/** `fetch` cannot say from which address it comes. */
async function send(
  method: string,
  path: string,
  { origin, from = newAddress(), cookie }: Way,
  body = '',
): Promise<Response> {
  const { hostname, port } = new URL(world.server.url)
  const request = openRequest({
    ...{ hostname, port, path, method, localAddress: from, agent: false },
    headers: {
      ...{ 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      ...(origin === undefined ? {} : { origin }),
      ...(cookie === undefined ? {} : { cookie }),
    },
  })
  request.end(body)
  // What Node tells of a response.
  const [answer] = (await once(request, 'response')) as [IncomingMessage]
  const text = Buffer.concat(await answer.toArray()).toString()
  const headers = Object.entries(answer.headers).map(([name, value]): [string, string] => [
    name,
    `${value?.toString()}`,
  ])
  return new Response(text, { status: answer.statusCode ?? 0, headers })
}

const use = (code: string, way: Way = { origin: home() }): Promise<Response> =>
  send('POST', '/api/session', way, JSON.stringify({ code }))
const look = (code: string, way: Way = {}): Promise<Response> => send('GET', `/sign-in?code=${code}`, way)

test('S10: a link that is opened says whom it signs in, and signs nobody in by that', async () => {
  const code = await linkFor('Ann Example')
  const page = await look(code)
  expect(page.headers.get('set-cookie')).toBeNull()
  expect(await page.text()).toContain('Ann Example')
  expect((await use(code)).status).toBe(201)
  expect(await (await look(code)).text()).toContain('used already')
})

test('S10: to one who is signed in as somebody else it says so', async () => {
  const [mine, sent] = [await linkFor('Victim'), await linkFor('Attacker')]
  const cookie = (await use(mine)).headers.get('set-cookie')?.split(';')[0] ?? ''
  const text = await (await look(sent, { cookie })).text()
  expect(text).toContain('You are signed in here as')
  expect(text).toContain('Victim')
  expect(text).toContain('Attacker')
})

test.each([['https://elsewhere.example'], ['null'], [undefined]])(
  'S10: a code that a page of the origin %s sends signs nobody in, and stays unused',
  async (origin) => {
    const code = await linkFor('Ann')
    const answer = await use(code, origin === undefined ? {} : { origin })
    expect(answer.status).toBe(403)
    expect(answer.headers.get('set-cookie')).toBeNull()
    expect((await use(code)).status).toBe(201)
  },
)

test('S10: after signing in one stays here, whatever the link says', async () => {
  for (const next of [
    '//evil.example/',
    '/%09/evil.example',
    '/%0a/evil.example',
    '/%0d%5Cevil.example',
    '/.//evil.example/',
  ])
    expect(await (await ask(world, world.tokens.editor, `/sign-in?next=${next}`)).text(), next).toContain('next:"/"')
  const here = `/boards/${BOARD}/search?q=a+b`
  const page = await (await ask(world, world.tokens.editor, `/sign-in?next=${encodeURIComponent(here)}`)).text()
  expect(page).toContain(`next:"${here}"`)
})

test('S12: codes cannot be tried out: not one by one, not at once, not by looking; others sign in meanwhile', async () => {
  const code = await linkFor('Ann')
  for (const kind of [use, look] as const) {
    const from = newAddress()
    const way = { origin: home(), from }
    const tried = await Promise.all(Array.from({ length: 200 }, (_, number) => kind(`never-made-${number}`, way)))
    const answered = tried.filter(({ status }) => status === 410 || status === 200)
    expect(answered.length).toBeLessThanOrEqual(12)
    expect(tried.filter(({ status }) => status === 429).length).toBeGreaterThan(180)
    expect((await use(code, way)).status, 'the right one, after so many wrong ones').toBe(429)
  }
  expect((await use(code)).status).toBe(201)
})

test('S12: one person makes so many boards, and then is asked to wait; another makes one meanwhile', async () => {
  const make = (token: string, title: string): Promise<Response> =>
    ask(world, token, '/api/boards', { method: 'POST', body: JSON.stringify({ title }) })
  const made: number[] = []
  for (let number = 0; number < 60; number++) made.push((await make(world.tokens.editor, `Board ${number}`)).status)
  expect(made.filter((status) => status === 201).length).toBeLessThanOrEqual(52)
  expect(made.at(-1)).toBe(429)
  const refused = await make(world.tokens.editor, 'One more')
  expect(refused.headers.get('retry-after')).not.toBeNull()
  expect(await refused.json()).toMatchObject({ code: 'slow-down', status: 429 })
  expect((await make(world.tokens.officer, 'Another’s')).status).toBe(201)
})

test('nothing that a member sees is kept by caches; what is named after its content is', async () => {
  const paths = [
    '/',
    `/boards/${BOARD}`,
    `/api/boards/${BOARD}`,
    '/api/boards',
    '/api/session',
    '/api/people',
    '/api/none',
    '/sign-in',
  ]
  for (const path of [...paths, `/boards/${BOARD}/__data.json`]) {
    for (const token of [world.tokens.owner, 'nobody']) {
      const answer = await ask(world, token, path)
      expect(answer.headers.get('cache-control'), path).toBe('private, no-store')
      await answer.arrayBuffer()
    }
  }
  const page = await (await ask(world, world.tokens.owner, '/')).text()
  const asset = /\/_app\/immutable\/[^"]+\.js/.exec(page)?.[0] ?? ''
  expect((await ask(world, world.tokens.owner, asset)).headers.get('cache-control')).toContain('immutable')
})

test('a page may connect to its own address, and nowhere else', async () => {
  const page = await ask(world, world.tokens.owner, '/')
  const policy = page.headers.get('content-security-policy') ?? ''
  expect(policy).toContain("connect-src 'self'")
  expect(policy).not.toMatch(/wss?:/)
  await page.text()
})

test.each(['A\0nn', 'Ann\u202e', '\ud800', 'Ann\nSmith', '\u200b'])(
  'S16: the name %j is refused in words',
  async (name) => {
    const body = JSON.stringify({ name, role: 'viewer' })
    const answer = await ask(world, world.tokens.owner, '/api/people', { method: 'POST', body })
    expect(answer.status).toBe(400)
    expect(JSON.stringify(await answer.json())).toMatch(/cannot be seen|U\+/)
  },
)

test('S16: none of it was a fault', async () => {
  expect((await readMetrics(world.server.url))('briefboard_faults_total')).toBe(0)
  expect(await sendRaw(world.server.url, 'GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toContain(
    ' 200 ',
  )
})

test('S12: who sends bodies that do not come keeps nobody else at the address from signing in', async () => {
  const { hostname, port } = new URL(world.server.url)
  const head = `POST /api/session HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{`
  const slow = await Promise.all(
    Array.from({ length: 100 }, async () => {
      const socket = connect(Number(port), hostname)
      await once(socket, 'connect')
      socket.write(head)
      return socket
    }),
  )
  try {
    const signal = AbortSignal.timeout(5000)
    expect((await fetch(new URL('/sign-in', world.server.url), { signal })).status).toBe(200)
    const body = JSON.stringify({ code: 'no-such-code' })
    const headers = { 'content-type': 'application/json', origin: world.server.url }
    const answer = await fetch(new URL('/api/session', world.server.url), { method: 'POST', headers, body, signal })
    expect(answer.status).toBeLessThan(500)
    const [first] = slow
    const [told] = (await once(first!, 'data')) as [Buffer]
    expect(told.toString()).toContain('did not come within ten seconds')
  } finally {
    for (const socket of slow) socket.destroy()
  }
})
