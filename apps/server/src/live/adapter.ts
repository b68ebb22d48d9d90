/** Joins the Socket.IO servers of several nodes over one Redis; null for a node alone. */
import { createAdapter } from '@socket.io/redis-streams-adapter'
import { createClient, createCluster } from 'redis'
import type { LiveOptions } from './live.ts'

export async function liveAdapter(
  redisUrl: string | null,
  closing: (() => Promise<void>)[],
): Promise<LiveOptions['adapter']> {
  if (redisUrl === null) return null
  const isCluster = /^rediss?-cluster:/.test(redisUrl)
  const url = redisUrl.replace('-cluster:', ':')
  const client = isCluster ? createCluster({ rootNodes: [{ url }] }) : createClient({ url })
  // A lost Redis is told by the store's health; news are hints and may be missed.
  client.on('error', () => undefined)
  await client.connect()
  closing.push(async () => client.destroy())
  return createAdapter(client)
}
