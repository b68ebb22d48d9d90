/** A Redis that answers and takes nothing: said in words, at the start and later, and what somebody typed is kept. */
import { openRedisStore } from '@briefboard/store'
import { ask as tellRedis, openClient, startRedis, startServer, until, type RedisServer } from '@briefboard/testkit'
import { expect, onTestFinished, test } from 'vitest'
import { textOf } from './attack-scene.ts'
import { endedStart } from './ended.ts'
import { roomOf, tokensFor } from './world.ts'

interface Told {
  status: number
  problems: string[]
}

async function ready(url: string, path = '/health/ready'): Promise<Told> {
  const answer = await fetch(new URL(path, url))
  const { problems } = (await answer.json()) as { problems: string[] }
  return { status: answer.status, problems }
}

async function redisOf(): Promise<RedisServer> {
  const redis = await startRedis()
  onTestFinished(() => redis.stop())
  return redis
}

const REFUSALS: readonly [string, string, string, RegExp][] = [
  ['is out of memory', 'CONFIG SET maxmemory 1mb', 'CONFIG SET maxmemory 0', /Raise maxmemory/],
  ['is read only', 'REPLICAOF 127.0.0.1 1', 'REPLICAOF NO ONE', /REPLICAOF NO ONE/],
  ['has too few replicas', 'CONFIG SET min-replicas-to-write 1', 'CONFIG SET min-replicas-to-write 0', /replicas/],
]

test.each(REFUSALS)(
  'S2, S5: a Redis that %s: nobody writes, and /health is 503 in words within a second; an edit waits and is stored afterwards',
  async (_, begin, end, words) => {
    const redis = await redisOf()
    const server = await startServer({ PORT: '0', REDIS_URL: redis.url })
    onTestFinished(async () => void (await server.kill('SIGKILL')))
    const store = await openRedisStore({ url: redis.url })
    const tokens = await tokensFor(store)
    await store.close()
    const client = openClient({ url: server.url, room: roomOf('europe'), token: tokens.editor })
    onTestFinished(() => client.close())
    await client.synced()
    textOf(client.doc).insert(0, 'before ')
    await client.saved.whenSaved()
    expect(await ready(server.url)).toEqual({ status: 200, problems: [] })

    await tellRedis(redis.port, begin)
    await until('it is not ready', async () => (await ready(server.url)).status === 503, 1500)
    expect((await ready(server.url)).problems.join('\n')).toMatch(words)
    expect((await ready(server.url, '/health')).status).toBe(503)
    const closed = new Promise<number>((resolve) =>
      client.provider.once('connection-close', (event) => resolve(event?.code ?? 0)),
    )
    textOf(client.doc).insert(0, 'meanwhile ')
    expect(await closed).toBe(1013)
    expect(client.saved.state.kind).not.toBe('saved')

    await tellRedis(redis.port, end)
    await until('it is ready again', async () => (await ready(server.url)).status === 200, 1500)
    await client.saved.whenSaved()
    const later = openClient({ url: server.url, room: roomOf('europe'), token: tokens.viewer })
    onTestFinished(() => later.close())
    await later.synced()
    expect(textOf(later.doc).toString()).toMatch(/^meanwhile before /)
  },
)

test.each([
  ['subscribe to shard channels', '-ssubscribe'],
  ['subscribe', '-subscribe'],
  ['publish on shard channels', '-spublish'],
  ['publish', '-publish'],
  ['use any channel', 'resetchannels'],
  ['use the channels of presence', 'resetchannels &briefboard:*feed &briefboard:news*'],
  ['use the channels of news', 'resetchannels &briefboard:*feed &briefboard:*presence'],
  ['write streams', '-xadd'],
  ['read streams', '-xread'],
  ['use our keys', 'resetkeys ~other:*'],
  ['use the key of news', 'resetkeys ~briefboard:{* ~briefboard:file:*'],
  ['run scripts', '-evalsha -eval'],
])('a start on a Redis whose user may not %s ends in words and with code 1', async (_, rights) => {
  const redis = await redisOf()
  await tellRedis(redis.port, 'ACL SETUSER briefboard on >pass ~* &* +@all')
  const answer = await tellRedis(redis.port, `ACL SETUSER briefboard ${rights}`)
  expect(answer).toBe('+OK\r\n')
  const { code, output } = await endedStart({ PORT: '0', REDIS_URL: `redis://briefboard:pass@127.0.0.1:${redis.port}` })
  expect(output).toMatch(/^The user that REDIS_URL names may not do all that Briefboard needs \(.*ACL SETUSER\.$/)
  expect(code).toBe(1)
})

test('a start with the rights that the runbook gives serves, and says that it is well', async () => {
  const redis = await redisOf()
  const rights = '~briefboard:* &briefboard:* +@all -@dangerous +info +config|get'
  expect(await tellRedis(redis.port, `ACL SETUSER briefboard on >pass ${rights}`)).toBe('+OK\r\n')
  const server = await startServer({ PORT: '0', REDIS_URL: `redis://briefboard:pass@127.0.0.1:${redis.port}` })
  expect(await ready(server.url)).toEqual({ status: 200, problems: [] })
  expect(await server.kill('SIGTERM')).toBe(0)
})
