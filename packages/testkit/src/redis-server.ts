/** Real Redis servers of a test's own, on free ports of loopback and in their own folders, that it may kill and start again. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from './until.ts'

const REDIS_SERVER = '/usr/bin/redis-server'

export interface RedisOptions {
  /** Settings as in redis.conf, above those that a test's server has anyway: AOF with `appendfsync always`. */
  settings?: Record<string, string>
  /** Starts again in the folder and on the port of one that was killed. */
  again?: { dir: string; port: number }
}

export interface RedisServer {
  readonly url: string
  readonly port: number
  readonly dir: string
  /** Resolves when the process is gone, and at once for a signal that does not end it (SIGSTOP, SIGCONT). */
  kill(signal: NodeJS.Signals): Promise<void>
  /** Ends it, if it has not ended, and removes its folder. */
  stop(): Promise<void>
}

/** @throws Error in words when redis-server is not installed, and with its output when it does not start */
export async function startRedis({ settings = {}, again }: RedisOptions = {}): Promise<RedisServer> {
  if (!existsSync(REDIS_SERVER)) {
    throw new Error(
      `These tests need a real Redis, and ${REDIS_SERVER} is not there. Install it: apt-get install redis-server`,
    )
  }
  const dir = again?.dir ?? (await mkdtemp(join(tmpdir(), 'briefboard-redis-')))
  const port = again?.port ?? (await freePort())
  const all = {
    port: `${port}`,
    bind: '127.0.0.1',
    dir,
    save: '',
    appendonly: 'yes',
    appendfsync: 'always',
    ...settings,
  }
  const args = Object.entries(all).flatMap(([name, value]) => [`--${name}`, value])
  const child = spawn(REDIS_SERVER, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (output += data.toString()))
  await until(`redis-server answers on port ${port}`, async () => {
    if (child.exitCode !== null) throw new Error(`redis-server ended before it served:\n${output}`)
    return answersPing(port)
  })
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    dir,
    kill: (signal) => sendSignal(child, signal),
    async stop() {
      await sendSignal(child, 'SIGKILL')
      await rm(dir, { recursive: true, force: true })
    },
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('A TCP server has no port.')
  return address.port
}

async function answersPing(port: number): Promise<boolean> {
  try {
    return (await ask(port, 'PING')).startsWith('+PONG')
  } catch {
    return false // Nobody listens there yet.
  }
}

/** Sends one inline command to the server on a port of loopback and gives the raw answer, as far as it came at once. */
export async function ask(port: number, command: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    socket.write(`${command}\r\n`)
    const [answer]: Buffer[] = await once(socket, 'data')
    return answer?.toString() ?? ''
  } finally {
    socket.destroy()
  }
}

async function sendSignal(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  if (signal !== 'SIGSTOP' && signal !== 'SIGCONT') await gone
}
