/** Carries presence between nodes over Redis: published, never stored; what is missed comes again within seconds. */
import { randomUUID } from 'node:crypto'
import type { RoomId } from '@briefboard/protocol'
import { RESP_TYPES } from 'redis'
import { newsClient } from '../redis-client.ts'
import { demandRight } from '../redis-rights.ts'

/** One room's line to the other nodes. */
export interface PresenceLine {
  publish(message: Uint8Array): void
  close(): void
}

export interface PresenceRelay {
  join(room: RoomId, onMessage: (message: Uint8Array) => void): PresenceLine
  close(): Promise<void>
}

type NewsClient = ReturnType<typeof newsClient>

/** Published names of nodes are of one length, so that a message can be taken apart by position. */
const NODE_BYTES = 36

/** A node that is alone: there is nobody to tell. */
export const aloneRelay: PresenceRelay = {
  join: () => ({ publish: () => undefined, close: () => undefined }),
  close: async () => undefined,
}

export async function openPresenceRelay(redisUrl: string): Promise<PresenceRelay> {
  const node = Buffer.from(randomUUID())
  const [publisher, subscriber] = [
    newsClient(redisUrl, { whenAway: 'fail' }),
    newsClient(redisUrl, { whenAway: 'fail' }),
  ]
  await Promise.all([publisher.connect(), subscriber.connect()])
  await demandRights(publisher, subscriber)
  const sending = publisher.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer })
  return {
    join(room, onMessage) {
      const channel = channelOf(room)
      const listener = (message: Buffer): void => {
        if (message.length <= NODE_BYTES || message.subarray(0, NODE_BYTES).equals(node)) return
        onMessage(new Uint8Array(message.subarray(NODE_BYTES)))
      }
      subscriber.sSubscribe(channel, listener, true).catch(missed)
      return {
        publish: (message) => void sending.sPublish(channel, Buffer.concat([node, message])).catch(missed),
        close: () => void subscriber.sUnsubscribe(channel, listener, true).catch(missed),
      }
    },
    async close() {
      publisher.destroy()
      subscriber.destroy()
    },
  }
}

const channelOf = (name: string): string => `briefboard:{${name}}:presence`

/** Presence is not needed for a word to be kept, but one who may not tell of it would never be seen. @throws StartProblem */
async function demandRights(publisher: NewsClient, subscriber: NewsClient): Promise<void> {
  const channel = channelOf('probe')
  const nobody = (): void => undefined
  try {
    await demandRight(() => publisher.sPublish(channel, ''))
    await demandRight(() => subscriber.sSubscribe(channel, nobody))
    await subscriber.sUnsubscribe(channel, nobody).catch(missed)
  } catch (error) {
    publisher.destroy()
    subscriber.destroy()
    throw error
  }
}

function missed(): void {
  // Nothing to be done: every client says again every 15 seconds that it is here.
}
