/** One Redis server: a connection for commands, one for shard channels, and one for commands that block. */
import { createClient, RESP_TYPES } from 'redis'

export type Argument = string | Buffer
export type Listener = (message: Buffer) => void

export interface Place {
  host: string
  port: number
}

export interface NodeOptions {
  tls: boolean
  username: string | undefined
  password: string | undefined
  database: number
  timeoutMs: number
  /** Whether commands that block will be sent. */
  willBlock: boolean
}

/** What a node tells whoever keeps it. */
export interface NodeEvents {
  onError(error: Error): void
  /** Its subscriptions are there again: messages may have been missed. */
  onFeedBack(): void
  /** It no longer has these channels, or, if it does not say which, any. */
  onChannelsMoved(node: RedisNode, channel: string | null): void
}

export interface RedisNode {
  readonly place: Place
  /** Resolves when all its connections have been there. Each is made again by itself when it breaks, until closed. */
  connect(): Promise<void>
  isReady(): boolean
  /**
   * Goes up whenever a connection for commands was made anew. While it stays the same, all commands went to one
   * process, which has not died in between.
   */
  generation(): number
  /** Fails at once when the connection is away. Strings in the reply are Buffers. */
  send(args: Argument[]): Promise<unknown>
  /** For WAIT and its like, which hold up their connection. */
  sendBlocking(args: Argument[]): Promise<unknown>
  subscribe(channel: string, listener: Listener): Promise<void>
  unsubscribe(channel: string, listener: Listener): Promise<void>
  close(): void
}

// Bytes stay bytes, and a map comes as a flat list, as it does in scripts.
const REPLIES = { typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer, [RESP_TYPES.MAP]: Array } }
const LONGEST_RETRY_DELAY_MS = 1000
const PING_INTERVAL_MS = 3000

export function redisNode(place: Place, options: NodeOptions, events: NodeEvents): RedisNode {
  // Its own connection for the feed: Redis cuts a connection with subscriptions off when it falls behind, and that
  // must not hit commands that wait for their answers.
  const [client, feed] = [newClient(place, options), newClient(place, options)]
  const waiter = options.willBlock ? newClient(place, options) : client
  const clients = [...new Set([client, feed, waiter])]
  let generation = 0
  let connecting: Promise<void> | null = null
  for (const each of clients) each.on('error', events.onError)
  for (const each of clients) if (each !== feed) each.on('ready', () => generation++)
  feed.on('ready', events.onFeedBack)
  feed.on('sharded-channel-moved', (channel: string) => events.onChannelsMoved(node, channel))
  feed.on('__MOVED', () => events.onChannelsMoved(node, null))
  const node: RedisNode = {
    place,
    connect: () => (connecting ??= Promise.all(clients.map((each) => each.connect())).then(() => undefined)),
    isReady: () => clients.every((each) => each.isReady),
    generation: () => generation,
    send: (args) => client.sendCommand(args, REPLIES),
    sendBlocking: (args) => waiter.sendCommand(args, REPLIES),
    subscribe: (channel, listener) => feed.sSubscribe(channel, listener, true),
    unsubscribe: (channel, listener) => feed.sUnsubscribe(channel, listener, true),
    close() {
      for (const each of clients) if (each.isOpen) each.destroy()
    },
  }
  return node
}

function newClient({ host, port }: Place, { tls, username, password, database, timeoutMs }: NodeOptions) {
  const socket = {
    host,
    port,
    connectTimeout: timeoutMs,
    // A Redis that hangs with its connection open answers no ping; then the connection is given up and made anew.
    socketTimeout: PING_INTERVAL_MS + timeoutMs,
    reconnectStrategy: (retries: number) => Math.min(50 * 2 ** Math.min(retries, 10), LONGEST_RETRY_DELAY_MS),
  }
  return createClient({
    socket: tls ? { ...socket, tls: true as const } : socket,
    ...(username ? { username } : {}),
    ...(password ? { password } : {}),
    database,
    // Commands given while the connection is away fail at once: waiting for it would show as a save that never ends.
    disableOfflineQueue: true,
    pingInterval: PING_INTERVAL_MS,
    maintNotifications: 'disabled' as const,
  })
}
