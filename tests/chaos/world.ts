/** What a chaotic run happens in: one server on LMDB, or one or three on a real Redis, and a way to read the store alone. */
import { invite, readDocument } from '@briefboard/library'
import type { RoomId } from '@briefboard/protocol'
import { openLmdbStore, openRedisStore, type Store } from '@briefboard/store'
import { startRedis, tempFolder, type RedisServer } from '@briefboard/testkit'
import type * as Y from 'yjs'
import { unexplained } from './faults.ts'
import { startNode, type Node } from './node.ts'

export const WORLD_KINDS = ['lmdb', 'redis', 'redis-3'] as const
export type WorldKind = (typeof WORLD_KINDS)[number]

/** Servers compact at twenty times the setting even if the room is never quiet: after so few edits that kills often fall into it. */
export const COMPACT_AT = 20

export interface ChaosWorld {
  readonly kind: WorldKind
  readonly nodes: readonly Node[]
  /** Bearer tokens of several editors. */
  readonly tokens: readonly string[]
  /** Null without Redis. */
  readonly redis: { kill(): Promise<void>; start(): Promise<void> } | null
  /** The room's document from the store itself, which no server has a hand in. */
  readCold(room: RoomId): Promise<Y.Doc>
  /** How many of the rooms have been compacted. */
  countCompacted(rooms: readonly RoomId[]): Promise<number>
  /** Words of a server that nothing that was done to it explains. */
  faults(): string[]
  close(): Promise<void>
}

const EDITORS = 4

const SETTINGS = {
  COMPACT_AFTER_ENTRIES: `${COMPACT_AT / 20}`,
  IDLE_ROOM_SECONDS: '1',
  MAX_ROOMS_PER_PERSON: '1000',
  MAX_CONNECTIONS_PER_PERSON: '0',
  MAX_UPDATES_PER_SECOND: '0',
  MAX_WORK_PER_PERSON: '0',
}

export const openWorld = (kind: WorldKind): Promise<ChaosWorld> =>
  kind === 'lmdb' ? openLmdbWorld() : openRedisWorld(kind, kind === 'redis' ? 1 : 3)

async function openLmdbWorld(): Promise<ChaosWorld> {
  const folder = await tempFolder()
  const openStore = async (): Promise<Store> => openLmdbStore({ dataDir: folder.path })
  const node = await startNode({ ...SETTINGS, DATA_DIR: folder.path })
  return {
    ...(await worldOf('lmdb', [node], openStore)),
    redis: null,
    async close() {
      await node.kill()
      await folder[Symbol.asyncDispose]()
    },
  }
}

async function openRedisWorld(kind: WorldKind, size: number): Promise<ChaosWorld> {
  let redis: RedisServer = await startRedis()
  const settings = { ...SETTINGS, REDIS_URL: redis.url }
  const nodes = await Promise.all(Array.from({ length: size }, () => startNode(settings)))
  return {
    ...(await worldOf(kind, nodes, () => openRedisStore({ url: redis.url }))),
    redis: {
      kill: () => redis.kill('SIGKILL'),
      start: async () => void (redis = await startRedis({ again: redis })),
    },
    async close() {
      await Promise.all(nodes.map((node) => node.kill()))
      await redis.stop()
    },
  }
}

async function worldOf(
  kind: WorldKind,
  nodes: readonly Node[],
  openStore: () => Promise<Store>,
): Promise<Omit<ChaosWorld, 'redis' | 'close'>> {
  const withStore = async <T>(work: (store: Store) => Promise<T>): Promise<T> => {
    const store = await openStore()
    try {
      return await work(store)
    } finally {
      await store.close()
    }
  }
  const tokens = await withStore((store) =>
    Promise.all(
      Array.from({ length: EDITORS }, async (_, number) => {
        const person = { name: `Editor ${number}`, role: 'editor' as const }
        return (await invite(store.records, person, new Date())).token
      }),
    ),
  )
  return {
    kind,
    nodes,
    tokens,
    readCold: (room) => withStore((store) => readDocument(store, room)),
    countCompacted: (rooms) =>
      withStore(async ({ log }) => {
        const loaded = await Promise.all(rooms.map((room) => log.load(room)))
        return loaded.filter(({ snapshot }) => snapshot !== null).length
      }),
    faults: () => nodes.flatMap((node) => unexplained(node.output(), kind)),
  }
}
