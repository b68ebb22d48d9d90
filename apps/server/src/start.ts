/** Builds the whole server from a Config and starts it; the one place where all parts meet. Tests call this. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { loadSeeds } from '@briefboard/board/seed'
import { createBoard, existing, invite, isAnybodyThere, listBoards, readWholeBoard, VERSION } from '@briefboard/library'
import { Refusal } from '@briefboard/protocol'
import { lockDataDir, openLmdbStore, openRedisStore, type Store } from '@briefboard/store'
import { pino, type Logger } from 'pino'
import { homeOrigins, identify, isFromHome } from './access/identity.ts'
import type { Config } from './config.ts'
import { buildApp } from './http/app.ts'
import type { Services } from './http/services.ts'
import { liveAdapter } from './live/adapter.ts'
import { openLive } from './live/live.ts'
import { openPackDesk } from './packs/desk.ts'
import { openPages } from './pages.ts'
import { StartProblem } from './start-problem.ts'
import { aloneRelay, openPresenceRelay } from './sync/presence-relay.ts'
import { Rooms } from './sync/rooms.ts'
import { ownUpgrades } from './upgrade.ts'

const SEEDS = fileURLToPath(new URL('../../../seeds', import.meta.url))

export interface Running {
  /** Where people open it. */
  url: string
  /** A sign-in link for the first owner; null when there are people already. */
  ownerLink: string | null
  /** What an operator should know of the store, in words; nothing that keeps it from serving. */
  warnings: string[]
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
  const onFault = (error: unknown): void =>
    log.error({ err: error }, 'A fault; the request it belongs to was answered with an error.')
  const store = await openStore(config, closing)
  await seed(store)
  const relay = config.redisUrl === null ? aloneRelay : await openPresenceRelay(config.redisUrl)
  closing.push(() => relay.close())
  const rooms = new Rooms({ store, relay, onFault })
  const server = createServer()
  const port = await listen(server, config)
  closing.push(() => closeServer(server))
  // Closed in the reverse order: first the clients are sent away, then the server waits for the last of them.
  closing.push(() => rooms.stop())
  const origins = homeOrigins(config.publicUrl, config.host, port)
  const now = (): Date => new Date()
  const who: Services['identify'] = (request) => identify(store.records, request, now())
  const atHome: Services['isFromHome'] = (request) => isFromHome(request, origins)
  const adapter = await liveAdapter(config.redisUrl, closing)
  const isBoard = (name: string): Promise<boolean> => existing(store, name).then(() => true, refusedAsFalse)
  const live = openLive({ identify: who, adapter, isBoard })
  closing.push(() => live.close())
  const readBoard: Services['readBoard'] = (name) => readWholeBoard(store, rooms.withDocument, name)
  const packs = openPackDesk({ store, readBoard, tell: live.packProgress, toolVersion: VERSION, onFault })
  closing.push(() => packs.close())
  const pages = await openPages(developing)
  closing.push(() => pages.close())
  const url =
    config.publicUrl?.origin ?? `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`
  const isSecure = url.startsWith('https:')
  const services: Services = {
    ...{ store, packs, live, readBoard, identify: who, isFromHome: atHome, isSecure, now },
    listBoards: () => listBoards(store, rooms.withDocument),
  }
  ownUpgrades({ server, rooms, identify: who, isFromHome: atHome, live: live.upgrade, onFault })
  server.on('request', buildApp({ services, pages: pages.handler, onFault }))
  const { problems, notes } = await store.health()
  return { url, ownerLink: await firstOwner(store, url), warnings: [...problems, ...notes], stop: closeAll }
}

async function openStore({ redisUrl, dataDir }: Config, closing: (() => Promise<void>)[]): Promise<Store> {
  if (redisUrl === null) {
    const lock = await lockDataDir(dataDir)
    closing.push(() => lock.release())
  }
  const store = redisUrl === null ? await openLmdbStore({ dataDir }) : await openRedisStore({ url: redisUrl })
  closing.push(() => store.close())
  return store
}

/** On the first start only: a board that is there is never touched. (S8) */
async function seed(store: Store): Promise<void> {
  if ((await store.records.list('board')).length > 0) return
  const { boards } = await loadSeeds(SEEDS)
  for (const board of boards) await createBoard(store, board)
}

async function firstOwner(store: Store, url: string): Promise<string | null> {
  if (await isAnybodyThere(store.records)) return null
  // Of several nodes that start at once, one invites.
  if (!(await store.records.put('setup', 'first-owner', { at: new Date().toISOString() }, 0))) return null
  const { code } = await invite(store.records, { name: 'Owner', role: 'owner' }, new Date())
  return `${url}/sign-in?code=${code}`
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
