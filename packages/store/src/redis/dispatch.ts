/** Sends each command to the node that has its key, and follows a cluster's redirects. */
import type { Argument, RedisNode } from './node.ts'
import type { Topology } from './topology.ts'

export interface Answer {
  reply: unknown
  /** The node that answered, and its generation from before the command. */
  node: RedisNode
  generation: number
}

export type Dispatch = (key: string, args: Argument[]) => Promise<Answer>

const MOST_REDIRECTS = 5

/** A command whose connection broke is not sent again: it may have been done. */
export function dispatcher(topology: Topology): Dispatch {
  async function sendTo(node: RedisNode, args: Argument[], asking: boolean): Promise<Answer> {
    const generation = node.generation()
    // Both in one go: what comes right after ASKING on the connection is answered, nothing else.
    const asked = asking ? node.send(['ASKING']) : null
    const [reply] = await Promise.all([node.send(args), asked])
    return { reply, node, generation }
  }

  /** Where a redirect leads, connected. Null if the error is none. */
  async function redirected(key: string, error: unknown): Promise<{ node: RedisNode | null; asking: boolean } | null> {
    const [, kind, place] = /^(MOVED|ASK) \d+ (\S+)/.exec(error instanceof Error ? error.message : '') ?? []
    if (!place) return null
    const named = topology.nodeAt(place)
    await named.connect()
    if (kind === 'ASK') return { node: named, asking: true }
    await topology.refresh(named)
    const node = topology.nodeFor(key)
    await node?.connect()
    return { node, asking: false }
  }

  return async (key, args) => {
    let target: { node: RedisNode | null; asking: boolean } = { node: topology.nodeFor(key), asking: false }
    for (let redirects = 0; ; redirects++) {
      if (!target.node) throw new Error('the cluster has no node for this slot just now')
      try {
        return await sendTo(target.node, args, target.asking)
      } catch (error) {
        const next = redirects < MOST_REDIRECTS ? await redirected(key, error) : null
        if (!next) throw error
        target = next
      }
    }
  }
}
