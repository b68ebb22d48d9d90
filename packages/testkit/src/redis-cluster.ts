/** A real Redis Cluster of a test's own, whose nodes it may kill: masters that share the slots, and their replicas. */
import { ask, freePort, startRedis, type RedisServer } from './redis-server.ts'
import { until } from './until.ts'

export interface RedisClusterOptions {
  /** 3 if not given; a cluster replaces a dead master only while most of them live. */
  masters?: number
  /** Of each master; none if not given. With one, a replica takes a dead master's place within some seconds. */
  replicas?: number
  /** After how long without an answer a node counts as dead. */
  nodeTimeoutMs?: number
  /** Settings as in redis.conf, of every node. */
  settings?: Record<string, string>
}

export interface RedisCluster {
  /** In the form `redis-cluster://host:port,host:port`, naming every node. */
  readonly url: string
  /** Masters first, then the first replica of each, and so on. Who is killed stays in the list. */
  readonly nodes: readonly RedisServer[]
  /** The node that has a key now. @throws Error if none has */
  masterOf(key: string): Promise<RedisServer>
  /** Starts a killed node again, on its port and with its data, and gives what takes its place in `nodes`. */
  startAgain(node: RedisServer): Promise<RedisServer>
  stop(): Promise<void>
}

const SLOTS = 16384

export async function startRedisCluster(options: RedisClusterOptions = {}): Promise<RedisCluster> {
  const { masters = 3, replicas = 0, nodeTimeoutMs = 1500 } = options
  const size = masters * (1 + replicas)
  // The nodes talk to each other on a second port; asked for by itself, since port + 10000 may be out of range.
  const busPorts = await Promise.all(Array.from({ length: size }, freePort))
  const settingsOf = (index: number): Record<string, string> => ({
    'cluster-enabled': 'yes',
    'cluster-node-timeout': `${nodeTimeoutMs}`,
    'cluster-port': `${busPorts[index]}`,
    // A replica's first copy begins at once instead of waiting for others that might want one.
    'repl-diskless-sync-delay': '0',
    ...options.settings,
  })
  const nodes = await Promise.all(busPorts.map((_, index) => startRedis({ settings: settingsOf(index) })))
  await introduce(nodes, busPorts)
  await shareSlots(nodes.slice(0, masters))
  for (const [index, replica] of nodes.slice(masters).entries()) await follow(replica, nodes[index % masters]!) // One of the masters.
  for (const node of nodes) await untilWhole(node)
  for (const replica of nodes.slice(masters)) await untilLevel(replica)
  return {
    url: `redis-cluster://${nodes.map((node) => `127.0.0.1:${node.port}`).join(',')}`,
    nodes,
    masterOf: (key) => ownerOf(key, nodes),
    async startAgain(node) {
      const index = nodes.indexOf(node)
      const again = await startRedis({ again: node, settings: settingsOf(index) })
      nodes[index] = again
      return again
    },
    stop: async () => void (await Promise.all(nodes.map((node) => node.stop()))),
  }
}

async function introduce(nodes: readonly RedisServer[], busPorts: readonly number[]): Promise<void> {
  for (const node of nodes) {
    for (const [at, peer] of nodes.entries()) {
      if (peer !== node) await ask(node.port, `CLUSTER MEET 127.0.0.1 ${peer.port} ${busPorts[at]}`)
    }
  }
  for (const node of nodes) {
    await until(`${node.port} knows all nodes of the cluster`, async () =>
      (await ask(node.port, 'CLUSTER INFO')).includes(`cluster_known_nodes:${nodes.length}`),
    )
  }
}

async function shareSlots(masters: readonly RedisServer[]): Promise<void> {
  for (const [index, master] of masters.entries()) {
    const [first, next] = [index, index + 1].map((edge) => Math.floor((edge * SLOTS) / masters.length))
    await ask(master.port, `CLUSTER ADDSLOTSRANGE ${first} ${(next ?? SLOTS) - 1}`)
  }
}

async function follow(replica: RedisServer, master: RedisServer): Promise<void> {
  const [, id] = (await ask(master.port, 'CLUSTER MYID')).split('\r\n')
  await until(`${replica.port} is a replica of ${master.port}`, async () =>
    (await ask(replica.port, `CLUSTER REPLICATE ${id}`)).startsWith('+OK'),
  )
}

async function untilWhole(node: RedisServer): Promise<void> {
  await until(`the cluster is whole, as ${node.port} sees it`, async () =>
    (await ask(node.port, 'CLUSTER INFO')).includes('cluster_state:ok'),
  )
}

async function untilLevel(replica: RedisServer): Promise<void> {
  await until(`${replica.port} has its master's data`, async () =>
    (await ask(replica.port, 'INFO replication')).includes('master_link_status:up'),
  )
}

/** Who has the key answers with a number, everybody else with a redirect. */
async function ownerOf(key: string, nodes: readonly RedisServer[]): Promise<RedisServer> {
  for (const node of nodes) {
    const answer = await ask(node.port, `EXISTS ${key}`).catch(() => 'dead')
    if (answer.startsWith(':')) return node
  }
  throw new Error(`No node of the cluster has the key ${key}.`)
}
