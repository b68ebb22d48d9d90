/** The way to Redis, one server or a cluster: commands that end in bounded time, scripts, shard channels. */
import { StoreUnavailable } from '../errors.ts'
import type { RedisAddress } from './address.ts'
import { channels } from './channels.ts'
import { dispatcher } from './dispatch.ts'
import type { Answer } from './dispatch.ts'
import type { Argument as NodeArgument, Listener, RedisNode } from './node.ts'
import { reasonOf, remedyFor } from './refusal.ts'
import { asList, asText } from './replies.ts'
import type { Script } from './script.ts'
import { clusterNodes, oneNode } from './topology.ts'
import type { WriteWait } from './write-wait.ts'

export type Argument = string | Uint8Array

export interface RedisConnection {
  readonly isCluster: boolean
  /** Sends a command to the node that holds `key`. Strings in the reply are Buffers. @throws StoreUnavailable */
  command(key: string, args: Argument[]): Promise<unknown>
  /** As `command`, and resolves when the change is as safe as was asked for. @throws StoreUnavailable */
  commitCommand(key: string, args: Argument[]): Promise<unknown>
  /** Runs a script on the node that holds its first key. @throws StoreUnavailable */
  run(script: Script, keys: string[], args: Argument[]): Promise<unknown>
  /** As `run`, and resolves when the change is as safe as was asked for. @throws StoreUnavailable */
  commit(script: Script, keys: string[], args: Argument[]): Promise<unknown>
  /** The master of a key; null while the cluster has none for it. */
  nodeFor(key: string): RedisNode | null
  /** From now on, what every change waits for. */
  setWait(wait: WriteWait): void
  /** Does the same on every master. @throws StoreUnavailable */
  onEveryMaster<T>(work: (node: RedisNode) => Promise<T>): Promise<T[]>
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
  /** Whether writes may have to wait for a disk or a replica. */
  willBlock: boolean
  /** Runs when subscriptions are there again: messages may have been missed. */
  onFeedBack: () => void
}

/** @throws StoreUnavailable when Redis does not answer within the timeout */
export async function connectRedis({
  address,
  timeoutMs,
  willBlock,
  onFeedBack,
}: ConnectionOptions): Promise<RedisConnection> {
  let lastError: Error | null = null
  let closed = false
  let wait: WriteWait = async () => {}
  const topology = (address.isCluster ? clusterNodes : oneNode)({
    address,
    timeoutMs,
    willBlock,
    events: {
      onError: (error) => (lastError = error),
      onFeedBack,
      onChannelsMoved(node, channel) {
        feeds.lost(node, channel)
        void topology.refresh()
      },
    },
    onChange: () => void feeds.settle(),
  })
  const feeds = channels((channel) => topology.nodeFor(channel), onFeedBack)
  const send = dispatcher(topology)

  function unavailable(cause: unknown): StoreUnavailable {
    if (cause instanceof StoreUnavailable) return cause
    if (closed) return new StoreUnavailable('The store is closed.', cause)
    return new StoreUnavailable(
      `Redis at ${address.shown} did not take the command (${reasonOf(cause)}), and nothing of it is shown as saved. What ` +
        `was shown as saved before is safe in Redis; what waits is sent again by itself. ${remedyFor(reasonOf(cause))}`,
      cause,
    )
  }

  async function bounded<T>(answer: Promise<T>, withinMs = timeoutMs): Promise<T> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${withinMs} ms`)), withinMs)
    })
    try {
      return await Promise.race([answer, late])
    } catch (cause) {
      throw unavailable(cause)
    } finally {
      clearTimeout(timer)
    }
  }

  async function run(script: Script, keys: string[], args: Argument[]): Promise<Answer> {
    const key = keys[0] ?? ''
    const rest = [String(keys.length), ...keys, ...args.map(asArgument)]
    try {
      return await send(key, ['EVALSHA', script.sha1, ...rest])
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error
      return send(key, ['EVAL', script.text, ...rest])
    }
  }

  async function committed(key: string, answering: Promise<Answer>): Promise<unknown> {
    const { reply, node, generation } = await bounded(answering)
    await bounded(wait(node, generation, key), 2 * timeoutMs)
    return reply
  }

  async function scanOne(node: RedisNode, pattern: string, type: string): Promise<string[]> {
    const keys: string[] = []
    let cursor = '0'
    do {
      const reply = await bounded(node.send(['SCAN', cursor, 'MATCH', pattern, 'COUNT', '1000', 'TYPE', type]))
      const [next, found] = asList(reply)
      cursor = asText(next)
      keys.push(...asList(found).map(asText))
    } while (cursor !== '0')
    return keys
  }

  try {
    await bounded(topology.connect())
  } catch (cause) {
    topology.close()
    throw new StoreUnavailable(
      `Redis at ${address.shown} could not be reached (${reasonOf(lastError ?? cause)}). Nothing was changed. ` +
        'Check that it runs, and that REDIS_URL names its host, port and password.',
      lastError ?? cause,
    )
  }

  return {
    isCluster: address.isCluster,
    command: async (key, args) => (await bounded(send(key, args.map(asArgument)))).reply,
    commitCommand: (key, args) => committed(key, send(key, args.map(asArgument))),
    run: async (script, keys, args) => (await bounded(run(script, keys, args))).reply,
    commit: (script, keys, args) => committed(keys[0] ?? '', run(script, keys, args)),
    nodeFor: (key) => topology.nodeFor(key),
    setWait: (next) => void (wait = next),
    onEveryMaster: (work) => bounded(Promise.all(topology.masters().map(work))),
    scan: async (pattern, type) =>
      (await Promise.all(topology.masters().map((node) => scanOne(node, pattern, type)))).flat(),
    subscribe: (channel, listener) => bounded(feeds.add(channel, listener)),
    unsubscribe: (channel, listener) => bounded(feeds.remove(channel, listener)),
    problem() {
      if (closed) return 'The store is closed.'
      if (topology.isReady()) return null
      const reason = lastError ? ` (${reasonOf(lastError)})` : ''
      return `Redis at ${address.shown} is not connected${reason}. Nothing can be saved until it is back; what was shown as saved is safe there. The server keeps trying.`
    },
    async close() {
      closed = true
      topology.close()
    },
  }
}

function asArgument(argument: Argument): NodeArgument {
  if (typeof argument === 'string' || Buffer.isBuffer(argument)) return argument
  return Buffer.from(argument.buffer, argument.byteOffset, argument.byteLength)
}
