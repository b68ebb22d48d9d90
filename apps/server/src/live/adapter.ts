/** Joins the Socket.IO servers of several nodes over one Redis; null for a node alone. */
import { setTimeout as wait } from 'node:timers/promises'
import { createAdapter } from '@socket.io/redis-streams-adapter'
import { newsClient } from '../redis-client.ts'
import { demandRight } from '../redis-rights.ts'
import type { LiveOptions } from './live.ts'

/** Begins as all our names in Redis do, so that one right covers them. */
const NEWS = 'briefboard:news'
/** An id that Redis never takes: it looks at the right first, and then refuses. */
const NO_ID = '0-0'
/** The adapter asks again at once when a question fails; a Redis that refuses it would be asked for ever and ever. */
const PAUSE_MS = 1000

type NewsClient = ReturnType<typeof newsClient>

export async function liveAdapter(
  redisUrl: string | null,
  closing: (() => Promise<void>)[],
): Promise<LiveOptions['adapter']> {
  if (redisUrl === null) return null
  const client = newsClient(redisUrl, { whenAway: 'wait' })
  await client.connect()
  closing.push(async () => client.destroy())
  await demandRights(client)
  const duplicate = client.duplicate.bind(client)
  // The adapter reads with copies that it makes. Only the one method is replaced; the copy stays what it was.
  Object.assign(client, { duplicate: () => slowToAskAgain(duplicate()) })
  return createAdapter(client, { streamName: NEWS, channelPrefix: NEWS, sessionKeyPrefix: `${NEWS}:session:` })
}

/** @throws StartProblem in words */
async function demandRights(client: NewsClient): Promise<void> {
  const channel = `${NEWS}#probe`
  await demandRight(() => client.xAdd(NEWS, NO_ID, { probe: '1' }))
  await demandRight(() => client.xRead({ key: NEWS, id: '$' }))
  await demandRight(() => client.xRange(NEWS, '-', '-'))
  await demandRight(() => client.publish(channel, ''))
  const subscriber = client.duplicate()
  subscriber.on('error', () => undefined)
  await subscriber.connect()
  await demandRight(() => subscriber.subscribe(channel, () => undefined)).finally(() => subscriber.destroy())
}

function slowToAskAgain<T extends { xRead: (...args: never[]) => Promise<unknown> }>(client: T): T {
  const read = client.xRead.bind(client)
  const xRead = async (...args: never[]): Promise<unknown> => {
    try {
      return await read(...args)
    } catch (error) {
      await wait(PAUSE_MS, undefined, { ref: false })
      throw error
    }
  }
  return Object.assign(client, { xRead })
}
