/** Joins the Socket.IO servers of several nodes over one Redis; null for a node alone. */
import { createAdapter } from '@socket.io/redis-streams-adapter'
import { newsClient } from '../redis-client.ts'
import type { LiveOptions } from './live.ts'

export async function liveAdapter(
  redisUrl: string | null,
  closing: (() => Promise<void>)[],
): Promise<LiveOptions['adapter']> {
  if (redisUrl === null) return null
  const client = newsClient(redisUrl, { whenAway: 'wait' })
  await client.connect()
  closing.push(async () => client.destroy())
  return createAdapter(client)
}
