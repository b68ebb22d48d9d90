/** The connections to Redis, one server or a cluster: commands that end in bounded time, scripts, shard channels. */
import { createClient, createCluster, RESP_TYPES } from 'redis'
import { StoreUnavailable } from '../errors.ts'
import type { RedisAddress } from './address.ts'
import { asList, asText } from './replies.ts'
import type { Script } from './script.ts'

export type Argument = string | Uint8Array
export type Listener = (message: Buffer) => void

export interface RedisConnection {
  readonly isCluster: boolean
  /** Sends a command to the node that holds `key`. Strings in the reply are Buffers. @throws StoreUnavailable */
  command(key: string, args: Argument[]): Promise<unknown>
  /** Runs a script on the node that holds its first key. @throws StoreUnavailable */
  run(script: Script, keys: string[], args: Argument[]): Promise<unknown>
  /** Sends a command without a key to every master. @throws StoreUnavailable */
  onEveryMaster(args: Argument[]): Promise<unknown[]>
  /** The keys of a type on every master that fit a pattern, some perhaps twice. @throws StoreUnavailable */
  scan(pattern: string, type: 'hash' | 'string'): Promise<string[]>
  subscribe(channel: string, listener: Listener): Promise<void>
  unsubscribe(channel: string, listener: Listener): Promise<void>
  /** In words, why Redis cannot be reached just now; null when it can. */
  problem(): string | null
  close(): Promise<void>
}

export interface ConnectionOptions {
  address: RedisAddress
  /** A command that is not answered by then fails. */
  timeoutMs: number
  /** Runs when a subscribing connection is there again: messages may have been missed. */
  onFeedBack: () => void
}

type Send = (args: Array<string | Buffer>) => Promise<unknown>

/** The little that a single client and a cluster client have in common, as this store uses them. */
interface Link {
  connect(): Promise<unknown>
  isReady(): boolean
  send(key: string, args: Array<string | Buffer>): Promise<unknown>
  masters(): Promise<Send[]>
  subscribe(channel: string, listener: Listener): Promise<void>
  unsubscribe(channel: string, listener: Listener): Promise<void>
  destroy(): void
}

// Bytes stay bytes, and a map comes as a flat list, as it does in scripts.
const TYPE_MAPPING = { [RESP_TYPES.BLOB_STRING]: Buffer, [RESP_TYPES.MAP]: Array }
const LONGEST_RETRY_DELAY_MS = 1000
const PING_INTERVAL_MS = 3000

/** @throws StoreUnavailable when Redis does not answer within the timeout */
export async function connectRedis(options: ConnectionOptions): Promise<RedisConnection> {
  const { address, timeoutMs } = options
  let lastError: Error | null = null
  let closed = false
  const link = (address.isCluster ? clusterLink : singleLink)(options, (error) => (lastError = error))

  function unavailable(cause: unknown): StoreUnavailable {
    if (cause instanceof StoreUnavailable) return cause
    if (closed) return new StoreUnavailable('The store is closed.', cause)
    return new StoreUnavailable(
      `Redis at ${address.shown} did not take the command (${reasonOf(cause)}). What was shown as saved is safe in ` +
        'Redis; the server connects again by itself. Check that Redis runs and has memory and disk left.',
      cause,
    )
  }

  async function bounded<T>(answer: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs)
    })
    try {
      return await Promise.race([answer, late])
    } catch (cause) {
      throw unavailable(cause)
    } finally {
      clearTimeout(timer)
    }
  }

  async function run(script: Script, keys: string[], args: Argument[]): Promise<unknown> {
    const key = keys[0] ?? ''
    const rest = [String(keys.length), ...keys, ...args.map(asArgument)]
    try {
      return await link.send(key, ['EVALSHA', script.sha1, ...rest])
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error
      return link.send(key, ['EVAL', script.text, ...rest])
    }
  }

  async function onEveryMaster<T>(work: (send: Send) => Promise<T>): Promise<T[]> {
    return Promise.all((await link.masters()).map(work))
  }

  async function scanOne(send: Send, pattern: string, type: string): Promise<string[]> {
    const keys: string[] = []
    let cursor = '0'
    do {
      const reply = await bounded(send(['SCAN', cursor, 'MATCH', pattern, 'COUNT', '1000', 'TYPE', type]))
      const [next, found] = asList(reply)
      cursor = asText(next)
      keys.push(...asList(found).map(asText))
    } while (cursor !== '0')
    return keys
  }

  try {
    await bounded(link.connect())
  } catch (cause) {
    link.destroy()
    throw new StoreUnavailable(
      `Redis at ${address.shown} could not be reached (${reasonOf(lastError ?? cause)}). Nothing was changed. ` +
        'Check that it runs, and that REDIS_URL names its host, port and password.',
      lastError ?? cause,
    )
  }

  return {
    isCluster: address.isCluster,
    command: (key, args) => bounded(link.send(key, args.map(asArgument))),
    run: (script, keys, args) => bounded(run(script, keys, args)),
    onEveryMaster: (args) => bounded(onEveryMaster((send) => send(args.map(asArgument)))),
    scan: async (pattern, type) => (await onEveryMaster((send) => scanOne(send, pattern, type))).flat(),
    subscribe: (channel, listener) => bounded(link.subscribe(channel, listener)),
    unsubscribe: (channel, listener) => bounded(link.unsubscribe(channel, listener)),
    problem() {
      if (closed) return 'The store is closed.'
      if (link.isReady()) return null
      const reason = lastError ? ` (${reasonOf(lastError)})` : ''
      return `Redis at ${address.shown} is not connected${reason}. Nothing can be saved until it is back; what was shown as saved is safe there. The server keeps trying.`
    },
    async close() {
      closed = true
      link.destroy()
    },
  }
}

function clientOptions({ timeoutMs }: ConnectionOptions) {
  return {
    // Commands given while the connection is away fail at once: waiting for it would show as a save that never ends.
    disableOfflineQueue: true,
    pingInterval: PING_INTERVAL_MS,
    maintNotifications: 'disabled' as const,
    socket: {
      connectTimeout: timeoutMs,
      // A Redis that hangs with its connection open answers no ping; then the connection is given up and made anew.
      socketTimeout: PING_INTERVAL_MS + timeoutMs,
      reconnectStrategy: (retries: number) => Math.min(50 * 2 ** Math.min(retries, 10), LONGEST_RETRY_DELAY_MS),
    },
  }
}

function singleLink(options: ConnectionOptions, onError: (error: Error) => void): Link {
  const client = createClient({ url: options.address.url, ...clientOptions(options) })
  // Its own connection: Redis cuts a connection with subscriptions off when it falls behind, and that must not hit
  // commands that wait for their answers.
  const feed = client.duplicate({ disableOfflineQueue: false })
  for (const each of [client, feed]) each.on('error', onError)
  feed.on('ready', options.onFeedBack)
  const send = (args: Array<string | Buffer>): Promise<unknown> =>
    client.sendCommand(args, { typeMapping: TYPE_MAPPING })
  return {
    connect: () => Promise.all([client.connect(), feed.connect()]),
    isReady: () => client.isReady && feed.isReady,
    send: (_, args) => send(args),
    masters: async () => [send],
    subscribe: (channel, listener) => feed.sSubscribe(channel, listener, true),
    unsubscribe: (channel, listener) => feed.sUnsubscribe(channel, listener, true),
    destroy() {
      for (const each of [client, feed]) if (each.isOpen) each.destroy()
    },
  }
}

function clusterLink(options: ConnectionOptions, onError: (error: Error) => void): Link {
  const { hosts, tls, username, password } = options.address
  const defaults = clientOptions(options)
  const secure = tls ? { ...defaults.socket, tls: true as const } : defaults.socket
  const cluster = createCluster({
    rootNodes: hosts.map(({ host, port }) => ({ socket: { ...secure, host, port } })),
    defaults: {
      ...defaults,
      socket: secure,
      ...(username ? { username } : {}),
      ...(password ? { password } : {}),
    },
    topologyRefreshOnReconnectionAttemptStrategy: LONGEST_RETRY_DELAY_MS,
  })
  cluster.on('error', onError)
  cluster.on('node-error', onError)
  cluster.on('node-ready', options.onFeedBack)
  return {
    connect: () => cluster.connect(),
    isReady: () => cluster.isReady,
    send: (key, args) => cluster.sendCommand(key, false, args, { typeMapping: TYPE_MAPPING }),
    masters: () =>
      Promise.all(
        cluster.masters.map(async (master): Promise<Send> => {
          const client = await cluster.nodeClient(master)
          return (args) => client.sendCommand(args, { typeMapping: TYPE_MAPPING })
        }),
      ),
    subscribe: (channel, listener) => cluster.sSubscribe(channel, listener, true),
    unsubscribe: (channel, listener) => cluster.sUnsubscribe(channel, listener, true),
    destroy() {
      if (cluster.isOpen) cluster.destroy()
    },
  }
}

function asArgument(argument: Argument): string | Buffer {
  if (typeof argument === 'string' || Buffer.isBuffer(argument)) return argument
  return Buffer.from(argument.buffer, argument.byteOffset, argument.byteLength)
}

function reasonOf(cause: unknown): string {
  if (cause instanceof AggregateError && cause.errors[0] instanceof Error) return cause.errors[0].message
  return cause instanceof Error && cause.message !== '' ? cause.message : String(cause)
}
