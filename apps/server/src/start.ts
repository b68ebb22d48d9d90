/** Builds the whole server from a Config and starts it; the one place where all parts meet. Tests call this. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  existing,
  memoryForDocuments,
  openBoardList,
  readWholeBoard,
  VERSION,
  type Access,
  type AccessEnd,
} from '@briefboard/library'
import { newId, Refusal } from '@briefboard/protocol'
import { lockDataDir, openLmdbStore, openRedisStore, type Store } from '@briefboard/store'
import type { Express } from 'express'
import { pino, type Logger } from 'pino'
import { homeOrigins, identify, isFromHome } from './access/identity.ts'
import { watchAccess } from './access/watch.ts'
import type { Config } from './config.ts'
import { firstOwner, seed } from './first-start.ts'
import { buildApp } from './http/app.ts'
import { watchEventLoop } from './http/event-loop.ts'
import { buildFront } from './http/front.ts'
import type { NodeState } from './http/health.ts'
import { openLinkDesk } from './http/links.ts'
import type { Services } from './http/services.ts'
import { NodeMemory } from './limits/document-memory.ts'
import { openAllowances } from './limits/allowances.ts'
import { oncePerRequest } from './access/once-per-request.ts'
import { Payers } from './limits/payers.ts'
import { liveAdapter } from './live/adapter.ts'
import { openLive } from './live/live.ts'
import { openMetrics, type Edge, type Metrics } from './metrics.ts'
import { openPackDesk } from './packs/desk.ts'
import { openPages } from './pages.ts'
import { openSearchDesk } from './search/desk.ts'
import { openSourceDesk } from './sources/desk.ts'
import { StartProblem } from './start-problem.ts'
import { tellOnce } from './unreadable.ts'
import { openCompactor, type StoreAddress } from './sync/compaction.ts'
import { aloneRelay, openPresenceRelay } from './sync/presence-relay.ts'
import { Rooms } from './sync/rooms.ts'
import { ownUpgrades } from './upgrade.ts'

export interface Running {
  /** Where people open it. */
  url: string
  /** A sign-in link for the first owner; null when there are people already. */
  ownerLink: string | null
  /** What an operator should know of the store, in words; nothing that keeps it from serving. */
  warnings: string[]
  /** Logs and counts what fell through every net; for the process's own last one. (S16) */
  onUnexpected: (error: unknown) => void
  stop(): Promise<void>
}

export interface StartOptions {
  /** Pages from source, reloaded when they change. */
  developing?: boolean
  log?: Logger
}

export async function start(
  config: Config,
  { developing = false, log = pino({ level: 'warn' }) }: StartOptions = {},
): Promise<Running> {
  const closing: (() => Promise<void>)[] = []
  const closeAll = async (): Promise<void> => {
    for (const close of closing.toReversed()) await close()
  }
  try {
    return await build(config, developing, log, closing, closeAll)
  } catch (error) {
    await closeAll()
    throw error
  }
}

async function build(
  config: Config,
  developing: boolean,
  log: Logger,
  closing: (() => Promise<void>)[],
  closeAll: () => Promise<void>,
): Promise<Running> {
  const metrics = openMetrics()
  const faultAt: FaultAt = (edge) => (error) => {
    metrics.fault(edge)
    log.error({ err: error, edge }, 'A fault; the request it belongs to was answered with an error.')
  }
  const node: NodeState = { id: newId(), startedAt: new Date(), phase: 'starting' }
  const store = await openStore(config, closing)
  await seed(store)
  const loop = watchEventLoop()
  closing.push(async () => loop.close())
  const payers = new Payers({ workPerSecond: config.limits.workPerPerson, isBehindProxy: config.publicUrl !== null })
  const most = memoryForDocuments()
  const memory = new NodeMemory({ most })
  const front = buildFront({
    ...{ node, store, metrics, loop, memory, metricsToken: config.metricsToken, onFault: faultAt('request') },
    payerOf: (request) => payers.ofRequest(request, null),
  })
  const server = createServer(front.handler)
  const port = await listen(server, config)
  closing.push(() => closeServer(server))
  const url =
    config.publicUrl?.origin ?? `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`
  const app = await buildParts(
    // Several must fit beside each other, however small the heap.
    { config, developing, node, store, metrics, server, url, port, payers, faultAt, memory, mostOfOne: most / 4 },
    closing,
  )
  front.serve(app)
  const { problems, notes } = await store.health()
  const ownerLink = await firstOwner(store, url)
  node.phase = 'serving'
  const stop = (): Promise<void> => {
    node.phase = 'stopping'
    return closeAll()
  }
  return { url, ownerLink, warnings: [...problems, ...notes], onUnexpected: faultAt('process'), stop }
}

interface Ground {
  config: Config
  developing: boolean
  node: NodeState
  store: Store
  metrics: Metrics
  server: Server
  url: string
  port: number
  payers: Payers
  faultAt: FaultAt
  memory: NodeMemory
  /** What one document may take of it. */
  mostOfOne: number
}

/** Gives what logs and counts the faults of one edge. */
type FaultAt = (edge: Edge) => (error: unknown) => void

/** Everything that stands between the store and the port. */
async function buildParts(
  { config, developing, node, store, metrics, server, url, port, payers, faultAt, memory, mostOfOne }: Ground,
  closing: (() => Promise<void>)[],
): Promise<Express> {
  const onFault = faultAt('background')
  const relay = config.redisUrl === null ? aloneRelay : await openPresenceRelay(config.redisUrl)
  closing.push(() => relay.close())
  const onEnded = (access: Access, end: AccessEnd): void => {
    rooms.end(access, end)
    live.end(access)
  }
  const watch = watchAccess({ records: store.records, onEnded, onFault })
  closing.push(async () => watch.close())
  const compactor = openCompactor(addressOf(config))
  closing.push(() => compactor.close())
  const { idleRoomMs, compactAfter } = config
  const limits = { ...config.limits, documentMemory: Math.min(config.limits.documentMemory, mostOfOne) }
  const upkeep = { compactor, compactAfter, idleRoomMs, memory }
  const rooms = new Rooms({ store, relay, metrics, limits, ...upkeep, useAccess: watch.use, onFault: faultAt('frame') })
  // Closed in the reverse order: first the clients are sent away, then the server waits for the last of them.
  closing.push(() => rooms.stop())
  const origins = homeOrigins(config.publicUrl, config.host, port)
  const now = (): Date => new Date()
  const who = oncePerRequest((request) => identify(store.records, request, now()))
  const payerOf: Services['payerOf'] = async (request) => payers.ofRequest(request, await who(request))
  const atHome: Services['isFromHome'] = (request) => isFromHome(request, origins)
  const adapter = await liveAdapter(config.redisUrl, closing)
  const isBoard = (name: string): Promise<boolean> => existing(store, name).then(() => true, refusedAsFalse)
  const live = openLive({
    ...{ identify: who, useAccess: watch.use, adapter, isBoard, metrics, onFault: faultAt('event') },
  })
  closing.push(() => live.close())
  const onUnreadable = tellOnce(onFault)
  const readBoard: Services['readBoard'] = (name, part) =>
    readWholeBoard(store, rooms.withDocument, name, onUnreadable, part)
  const packs = openPackDesk({ store, readBoard, tell: live.packProgress, toolVersion: VERSION, onFault })
  closing.push(() => packs.close())
  const sources = openSourceDesk({ store, withDocument: rooms.withDocument, readBoard, tell: live.reportsChanged })
  closing.push(() => sources.close())
  const search = openSearchDesk({ store, memory })
  memory.onPressure(() => search.letGo())
  closing.push(async () => search.close())
  const pages = await openPages(developing)
  closing.push(() => pages.close())
  const allowances = openAllowances({ isUnbounded: limits.workPerPerson === 0 })
  const links = openLinkDesk({ records: store.records, allowances, addressOf: (from) => payers.addressOf(from), now })
  const services: Services = {
    ...{ store, packs, sources, search, live, readBoard, identify: who, isFromHome: atHome, now },
    ...{ payerOf, allowances, links },
    ...{
      url,
      isSecure: url.startsWith('https:'),
      listBoards: openBoardList({ store, withDocument: rooms.withDocument, onUnreadable }),
    },
  }
  ownUpgrades({
    ...{ server, rooms, editBytes: limits.editBytes, identify: who, isFromHome: atHome, live: live.upgrade },
    ...{ isStopping: () => node.phase === 'stopping', metrics, onFault: faultAt('upgrade') },
    payerOf: (request, access) => payers.ofRequest(request, access),
  })
  return buildApp({ services, pages: pages.handler, metrics, onFault: faultAt('request') })
}

async function openStore(config: Config, closing: (() => Promise<void>)[]): Promise<Store> {
  const address = addressOf(config)
  if ('lmdb' in address) {
    const lock = await lockDataDir(config.dataDir)
    closing.push(() => lock.release())
  }
  const store =
    'lmdb' in address ? openLmdbStore(address.lmdb) : await openRedisStore({ ...address.redis, demandRights: true })
  closing.push(() => store.close())
  return store
}

function addressOf({ redisUrl, redisReplicas, dataDir }: Config): StoreAddress {
  if (redisUrl === null) return { lmdb: { dataDir } }
  return { redis: { url: redisUrl, ...(redisReplicas === null ? {} : { waitForReplicas: redisReplicas }) } }
}

/** Takes the port before anything else is done with it: requests wait until the application is there. */
function listen(server: Server, { host, port }: Config): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  server.once('error', (error: NodeJS.ErrnoException) => {
    const words = `Port ${port} on ${host} is in use by another program. Stop it, or choose another with PORT=…`
    reject(error.code === 'EADDRINUSE' ? new StartProblem(words, { cause: error }) : error)
  })
  server.listen(port, host, () => resolve((server.address() as AddressInfo).port))
  return promise
}

function closeServer(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  server.close(() => resolve())
  server.closeAllConnections()
  return promise
}

function refusedAsFalse(error: unknown): false {
  if (error instanceof Refusal) return false
  throw error
}
