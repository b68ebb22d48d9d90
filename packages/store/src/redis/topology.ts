/** Which node has which slot: one Redis has them all; a cluster is asked, and asked again when it has changed. */
import type { RedisAddress } from './address.ts'
import { redisNode } from './node.ts'
import type { NodeEvents, Place, RedisNode } from './node.ts'
import { asInteger, asList, asText } from './replies.ts'
import { SLOTS, slotOf } from './slot.ts'

export interface Topology {
  /** Resolves when every master is connected. */
  connect(): Promise<void>
  /** The master of a key or channel; null while the cluster has none for it. */
  nodeFor(key: string): RedisNode | null
  /** The node at a place that a redirect names, connected if need be. */
  nodeAt(place: string): RedisNode
  masters(): RedisNode[]
  isReady(): boolean
  /** Asks the cluster who has what, at once; `first` is asked first. Resolves when it is known or nobody knows. */
  refresh(first?: RedisNode): Promise<void>
  close(): void
}

export interface TopologyOptions {
  address: RedisAddress
  timeoutMs: number
  willBlock: boolean
  events: NodeEvents
  /** Some channels may be elsewhere now. */
  onChange: () => void
}

const LOOK_INTERVAL_MS = 500

export function oneNode({ address, timeoutMs, willBlock, events }: TopologyOptions): Topology {
  const node = redisNode(address.hosts[0]!, { ...address, timeoutMs, willBlock }, events) // An address has a host.
  return {
    connect: () => node.connect(),
    nodeFor: () => node,
    nodeAt: () => node,
    masters: () => [node],
    isReady: () => node.isReady(),
    refresh: async () => {},
    close: () => node.close(),
  }
}

interface SlotRange {
  from: number
  to: number
  master: Place
  replicas: Place[]
}

export function clusterNodes({ address, timeoutMs, willBlock, events, onChange }: TopologyOptions): Topology {
  const options = { ...address, timeoutMs, willBlock }
  const nodes = new Map<string, RedisNode>()
  const slots = new Array<RedisNode | null>(SLOTS).fill(null)
  let known: Place[] = address.hosts
  let refreshing: Promise<void> | null = null
  let closed = false
  // A dead master answers nobody with MOVED, so while a node is away the others are asked whether it was replaced.
  const looking = setInterval(() => void (isReady() || refresh()), LOOK_INTERVAL_MS).unref()

  const isReady = (): boolean => nodes.size > 0 && !slots.includes(null) && masters().every((node) => node.isReady())
  const masters = (): RedisNode[] => [...new Set(slots)].filter((node) => node !== null)

  function nodeAt(place: Place): RedisNode {
    const name = `${place.host}:${place.port}`
    const found = nodes.get(name)
    if (found) return found
    const node = redisNode(place, options, events)
    nodes.set(name, node)
    // A failure is told by onError, and `connect` of the topology waits until all are ready.
    node.connect().catch(() => undefined)
    return node
  }

  function refresh(first?: RedisNode): Promise<void> {
    return (refreshing ??= ask(first).finally(() => (refreshing = null)))
  }

  async function ask(first?: RedisNode): Promise<void> {
    const ready = [...nodes.values()].filter((node) => node.isReady() && node !== first)
    for (const node of first ? [first, ...ready] : ready) if (await learnFrom(node)) return
    for (const place of known) if (!closed && (await learnFromStranger(place))) return
  }

  /** Of a node that is connected to nothing yet, such as a replica. */
  async function learnFromStranger(place: Place): Promise<boolean> {
    if (nodes.get(`${place.host}:${place.port}`)?.isReady()) return false // It was asked.
    const node = redisNode(place, { ...options, willBlock: false }, { ...events, onFeedBack: () => {} })
    const late = setTimeout(() => node.close(), timeoutMs / 2)
    try {
      await node.connect()
      return await learnFrom(node)
    } catch {
      return false // The next one may know; if nobody does, `problem` has the last error.
    } finally {
      clearTimeout(late)
      node.close()
    }
  }

  async function learnFrom(node: RedisNode): Promise<boolean> {
    try {
      const ranges = asList(await node.send(['CLUSTER', 'SLOTS'])).map((range) => asRange(range, node.place))
      if (ranges.length === 0 || closed) return false
      use(ranges)
      return true
    } catch (error) {
      events.onError(error instanceof Error ? error : new Error(String(error)))
      return false
    }
  }

  function use(ranges: SlotRange[]): void {
    slots.fill(null)
    for (const { from, to, master } of ranges) slots.fill(nodeAt(master), from, to + 1)
    known = [...ranges.flatMap(({ master, replicas }) => [master, ...replicas]), ...address.hosts]
    const used = new Set(slots)
    for (const [name, node] of nodes) {
      if (used.has(node)) continue
      nodes.delete(name)
      node.close()
    }
    onChange()
  }

  async function untilReady(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setInterval(() => isReady() && resolve(), 5)
    const givenUp = setTimeout(resolve, timeoutMs)
    await promise
    clearInterval(timer)
    clearTimeout(givenUp)
  }

  return {
    async connect() {
      await refresh()
      if (nodes.size === 0) throw new Error('none of the nodes named could tell who has which slot')
      await untilReady()
      if (!isReady()) throw new Error('not every master of the cluster answers')
    },
    nodeFor: (key) => slots[slotOf(key)] ?? null,
    nodeAt: (place) => nodeAt(asPlace(place)),
    masters,
    isReady,
    refresh,
    close() {
      closed = true
      clearInterval(looking)
      for (const node of nodes.values()) node.close()
    },
  }
}

/** [from, to, [host, port, …], replica, …]; a node without a host is where the answer came from. */
function asRange(reply: unknown, asked: Place): SlotRange {
  const [from, to, ...places] = asList(reply)
  const [master, ...replicas] = places.map((place) => {
    const [host, port] = asList(place)
    const name = host === null ? '' : asText(host)
    return { host: name === '' ? asked.host : name, port: asInteger(port) }
  })
  if (!master) throw new Error('Redis named a range of slots without a master.')
  return { from: asInteger(from), to: asInteger(to), master, replicas }
}

/** From 'host:port', where the host may be an IPv6 address. */
function asPlace(text: string): Place {
  const colon = text.lastIndexOf(':')
  return { host: text.slice(0, colon), port: Number(text.slice(colon + 1)) }
}
