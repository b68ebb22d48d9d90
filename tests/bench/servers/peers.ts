/** The servers that people use today, each as its own package starts it; they are installed in ../peers. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hocuspocus, yWebsocket, type Dialect } from '../client/dialects.ts'
import type { Contender, RunningServer, StartOptions } from './contender.ts'
import { launch } from './launch.ts'

interface Peer {
  program: string
  dialect: Dialect
  /** The variable that names its folder; null: it keeps nothing. */
  folder: string | null
  /** Hocuspocus has one address for all documents. */
  path: (room: string) => string
}

const yServer = { program: 'y-websocket-server.mjs', dialect: yWebsocket, path: (room: string) => `/${room}` }
const hocuspocusServer = { program: 'hocuspocus.mjs', dialect: hocuspocus, path: () => '/' }

export const peers: Contender[] = [
  {
    id: 'y-websocket',
    name: '@y/websocket-server 0.1.1',
    keeps: 'memory',
    kind: 'peer',
    start: (options) => start(options, { ...yServer, folder: null }),
  },
  {
    id: 'y-websocket-leveldb',
    name: '@y/websocket-server 0.1.1, LevelDB',
    keeps: 'LevelDB, not flushed, not waited for',
    kind: 'peer',
    start: (options) => start(options, { ...yServer, folder: 'YPERSISTENCE' }),
  },
  {
    id: 'hocuspocus',
    name: 'Hocuspocus 4.7.0',
    keeps: 'memory',
    kind: 'peer',
    start: (options) => start(options, { ...hocuspocusServer, folder: null }),
  },
  {
    id: 'hocuspocus-database',
    name: 'Hocuspocus 4.7.0, database',
    keeps: 'a file a document, 2 to 10 s later',
    kind: 'peer',
    start: (options) => start(options, { ...hocuspocusServer, folder: 'FOLDER' }),
  },
]

async function start(
  { documents = [] }: StartOptions,
  { program, dialect, folder, path }: Peer,
): Promise<RunningServer> {
  const home = await mkdtemp(join(tmpdir(), 'briefboard-bench-'))
  const file = fileURLToPath(new URL(`../peers/${program}`, import.meta.url))
  const seeds = await mkdtemp(join(tmpdir(), 'briefboard-bench-'))
  for (const { room, state } of documents) await writeFile(join(seeds, room), state)
  const env = { SEEDS: seeds, ...(folder === null ? {} : { [folder]: home }) }
  const launched = await launch(file, [], env, /^listening on (\d+)$/)
  return {
    ...{ pids: [launched.pid], ports: [launched.port], redisPid: null, dialect, path },
    headers: () => ({}),
    collect: launched.collect,
    async stop() {
      await launched.stop()
      for (const made of [home, seeds]) await rm(made, { recursive: true, force: true })
    },
  }
}
