/** Our own server as it ships, with the limits lifted that a single loud person would meet; on LMDB or on Redis. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { compactHistory, createBoard, invite, plainBoard, readHistory } from '@briefboard/library'
import { BoardId, type RoomId } from '@briefboard/protocol'
import { openLmdbStore, openRedisStore, type Store } from '@briefboard/store'
import { startRedis, tempFolder, type RedisServer } from '@briefboard/testkit'
import { fileURLToPath } from 'node:url'
import { briefboard } from '../client/dialects.ts'
import type { Contender, RunningServer, StartOptions, StoredDocument } from './contender.ts'
import { canPin, launch, LOAD_CORE } from './launch.ts'

const MAIN = fileURLToPath(new URL('../../../apps/server/src/main.ts', import.meta.url))
const BOARD = BoardId.parse('bench')
/** A room of a busy board has as many. */
const PEOPLE = 20

const NO_LIMITS = {
  MAX_UPDATES_PER_SECOND: '0',
  MAX_WORK_PER_PERSON: '0',
  MAX_ROOMS_PER_PERSON: '0',
  MAX_CONNECTIONS_PER_PERSON: '0',
  MAX_EDIT_BYTES: `${64 * 1024 * 1024}`,
  MAX_DOCUMENT_BYTES: `${256 * 1024 * 1024}`,
}

type Fsync = 'everysec' | 'always'

export const ours: Contender[] = [
  {
    id: 'ours-lmdb',
    name: 'Briefboard, LMDB',
    keeps: 'flushed to disk',
    kind: 'ours',
    start: startOnLmdb,
  },
  {
    id: 'ours-redis-everysec',
    name: 'Briefboard, Redis everysec',
    keeps: 'accepted by Redis',
    kind: 'ours',
    start: (options) => startOnRedis('everysec', options),
  },
  {
    id: 'ours-redis-always',
    name: 'Briefboard, Redis always',
    keeps: 'on the disk of Redis',
    kind: 'ours',
    start: (options) => startOnRedis('always', options),
  },
]

async function startOnLmdb(options: StartOptions): Promise<RunningServer> {
  const folder = await tempFolder()
  const cleanUp = async (): Promise<void> => folder[Symbol.asyncDispose]()
  return cleanedUp(cleanUp, async () => {
    const tokens = await prepared(await openLmdbStore({ dataDir: folder.path }), options)
    return started({ tokens, settings: { DATA_DIR: folder.path }, options, redisPid: null, cleanUp })
  })
}

async function startOnRedis(appendfsync: Fsync, options: StartOptions): Promise<RunningServer> {
  const redis = await startRedis({ settings: { appendfsync } })
  const redisPid = await pidOf(redis)
  // A run that is broken off leaves no Redis behind.
  const end = (): boolean => process.kill(redisPid, 'SIGKILL')
  process.once('exit', end)
  const cleanUp = (): Promise<void> => {
    process.off('exit', end)
    return redis.stop()
  }
  return cleanedUp(cleanUp, async () => {
    const tokens = await prepared(await openRedisStore({ url: redis.url }), options)
    return started({ tokens, settings: { REDIS_URL: redis.url }, options, redisPid, cleanUp })
  })
}

async function cleanedUp<T>(cleanUp: () => Promise<void>, start: () => Promise<T>): Promise<T> {
  try {
    return await start()
  } catch (error) {
    await cleanUp()
    throw error
  }
}

/** An empty board, people, and the documents that are asked for; closes the store, which the server will open. */
async function prepared(store: Store, { documents = [] }: StartOptions): Promise<string[]> {
  try {
    const words = { id: BOARD, title: 'Bench', description: '', marking: 'clear', regions: ['Global'] } as const
    await createBoard(store, { board: plainBoard({ ...words, regions: [...words.regions] }), reports: [] })
    for (const document of documents) await write(store, document)
    const people = Array.from({ length: PEOPLE }, (_, index) =>
      invite(store.records, { name: `Editor ${index}`, role: 'editor' }, new Date()),
    )
    return (await Promise.all(people)).map(({ token }) => token)
  } finally {
    await store.close()
  }
}

/** As many appends at once as go into one flush. */
const AT_ONCE = 5000
const NOTHING = Uint8Array.of(0, 0)

async function write(store: Store, { room, state, log }: StoredDocument): Promise<void> {
  const id = roomOf(room)
  await store.log.create(id, NOTHING)
  const { epoch } = await store.log.load(id)
  const updates = log ?? [state]
  for (let begin = 0; begin < updates.length; begin += AT_ONCE) {
    await Promise.all(updates.slice(begin, begin + AT_ONCE).map((update) => store.log.append(id, epoch, update, '')))
  }
  if (log === null) await compact(store, id)
}

/** As the server does it when a room is quiet. */
async function compact(store: Store, room: RoomId): Promise<void> {
  const loaded = await store.log.load(room)
  const state = await compactHistory(await readHistory(loaded))
  const isDone = await store.log.compact(room, loaded.epoch, 0, { position: loaded.position, state }, 0)
  if (!isDone) throw new Error(`The snapshot of ${room} was not taken.`)
}

interface Start {
  tokens: readonly string[]
  settings: Readonly<Record<string, string>>
  options: StartOptions
  redisPid: number | null
  cleanUp: () => Promise<void>
}

async function started({ tokens, settings, options, redisPid, cleanUp }: Start): Promise<RunningServer> {
  const { nodes = 1, env = {} } = options
  const all = { ...settings, PORT: '0', ...NO_LIMITS, ...env }
  const launched = await Promise.all(
    Array.from({ length: nodes }, () => launch(MAIN, [], all, /^Briefboard is at http:\/\/127\.0\.0\.1:(\d+)$/)),
  )
  const [first] = launched
  if (first === undefined) throw new Error('A server needs at least one node.')
  return {
    pids: launched.map(({ pid }) => pid),
    ports: launched.map(({ port }) => port),
    redisPid,
    dialect: briefboard,
    path: (room) => `/sync/${roomOf(room)}?schema=2`,
    headers: (seat) => ({ authorization: `Bearer ${tokens[seat % tokens.length]}` }),
    collect: first.collect,
    async stop() {
      for (const node of launched) await node.stop()
      await cleanUp()
    },
  }
}

// Every room of the load is a card of one board; their names are lower-case letters, digits and hyphens.
const roomOf = (room: string): RoomId => `card/${BOARD}/${room}` as RoomId

/** Redis shares the load generator's core, so that the server has its own for itself. */
async function pidOf({ port }: RedisServer): Promise<number> {
  const text = await outputOf('redis-cli', ['-p', `${port}`, 'info', 'server'])
  const pid = /process_id:(\d+)/.exec(text)?.[1] ?? ''
  if (canPin) await outputOf('taskset', ['-a', '-c', '-p', `${LOAD_CORE}`, pid])
  return Number(pid)
}

async function outputOf(command: string, args: string[]): Promise<string> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (data: Buffer) => (output += data.toString()))
  await once(child, 'close')
  return output
}
