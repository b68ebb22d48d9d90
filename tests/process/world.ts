/** The seeded board served by a process of its own on an embedded store, with tokens for every role. */
import { invite } from '@briefboard/library'
import { BoardId, CardId, cardRoom, ROLES, type Role } from '@briefboard/protocol'
import { openLmdbStore, type Store } from '@briefboard/store'
import { startServer, tempFolder, type ServerProcess } from '@briefboard/testkit'

export const BOARD = BoardId.parse('isil-2016-2018')
export const roomOf = (card: string) => cardRoom(BOARD, CardId.parse(card))

export interface World extends AsyncDisposable {
  server: ServerProcess
  /** A bearer token a role. */
  tokens: Record<Role, string>
  /** The folder of its store. */
  dataDir: string
  /** Starts the server again on the same folder and port. */
  restart(): Promise<void>
  /** Works on the store beside the running server, as the command line does. */
  withStore<T>(work: (store: Store) => Promise<T>): Promise<T>
}

/** `more` are settings beside the folder and the port. */
export async function openWorld(more: Readonly<Record<string, string>> = {}): Promise<World> {
  const folder = await tempFolder()
  const settings = { DATA_DIR: folder.path, ...more }
  const server = await startServer({ ...settings, PORT: '0' })
  const PORT = new URL(server.url).port
  const world: World = {
    server,
    dataDir: folder.path,
    tokens: await withLmdb(folder.path, tokensFor),
    async restart() {
      world.server = await startServer({ ...settings, PORT })
    },
    withStore: (work) => withLmdb(folder.path, work),
    async [Symbol.asyncDispose]() {
      await world.server.kill('SIGKILL')
      await folder[Symbol.asyncDispose]()
    },
  }
  return world
}

/** A second process on the folder, as the command line is one. */
async function withLmdb<T>(dataDir: string, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openLmdbStore({ dataDir })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

export async function tokensFor(store: Store): Promise<Record<Role, string>> {
  const invited = await Promise.all(
    ROLES.map((role) => invite(store.records, { name: `The ${role}`, role }, new Date())),
  )
  return Object.fromEntries(invited.map(({ person, token }) => [person.role, token])) as Record<Role, string>
}

/** Asks the API as somebody. */
export async function ask(
  world: Pick<World, 'server'>,
  token: string,
  path: string,
  init: RequestInit = {},
): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...init.headers }
  return fetch(new URL(path, world.server.url), { ...init, headers })
}
