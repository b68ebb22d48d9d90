/** Subscriptions to shard channels that follow their slots from node to node. */
import type { Listener, RedisNode } from './node.ts'

export interface Channels {
  add(channel: string, listener: Listener): Promise<void>
  remove(channel: string, listener: Listener): Promise<void>
  /** Subscribes again what is no longer where it was. Calls `onMoved` if anything was: messages may have been missed. */
  settle(): Promise<void>
  /** Forgets where a channel was, or all channels of a node. */
  lost(node: RedisNode, channel: string | null): void
}

interface Channel {
  listeners: Set<Listener>
  tell: Listener
  node: RedisNode | null
  /** Of `node`: resolves when it has subscribed. */
  subscribed: Promise<void>
}

export function channels(nodeFor: (channel: string) => RedisNode | null, onMoved: () => void): Channels {
  const all = new Map<string, Channel>()

  async function subscribe(name: string, channel: Channel): Promise<void> {
    const node = nodeFor(name)
    if (!node) throw new Error('the cluster has no node for this slot just now')
    const before = channel.node
    channel.node = node
    channel.subscribed = node.subscribe(name, channel.tell)
    try {
      await channel.subscribed
    } catch (error) {
      if (channel.node === node) channel.node = null
      throw error
    }
    // If it fails, that node is gone, and the subscription with it.
    if (before !== null && before !== node) before.unsubscribe(name, channel.tell).catch(() => undefined)
  }

  return {
    async add(name, listener) {
      const found = all.get(name)
      const channel = found ?? newChannel()
      channel.listeners.add(listener)
      all.set(name, channel)
      if (channel.node === null || channel.node !== nodeFor(name)) await subscribe(name, channel)
      else await channel.subscribed
    },
    async remove(name, listener) {
      const channel = all.get(name)
      channel?.listeners.delete(listener)
      if (!channel || channel.listeners.size > 0) return
      all.delete(name)
      await channel.node?.unsubscribe(name, channel.tell)
    },
    async settle() {
      const moved = [...all].filter(([name, { node }]) => node === null || node !== nodeFor(name))
      const outcomes = await Promise.allSettled(moved.map(([name, channel]) => subscribe(name, channel)))
      if (outcomes.some(({ status }) => status === 'fulfilled')) onMoved()
    },
    lost(node, channel) {
      for (const [name, each] of all) {
        if (each.node === node && (channel === null || channel === name)) each.node = null
      }
    },
  }
}

function newChannel(): Channel {
  const listeners = new Set<Listener>()
  const tell: Listener = (message) => {
    for (const listener of listeners) listener(message)
  }
  return { listeners, tell, node: null, subscribed: Promise.resolve() }
}
