/** Which replicas a master has, by its own account and by the cluster's. */
import type { RedisNode } from './node.ts'
import { asText } from './replies.ts'

/** Replicas that follow the master now, or are receiving their first copy. */
export async function replicaCount(send: RedisNode['send']): Promise<number> {
  const info = asText(await send(['INFO', 'replication']))
  return Number(/^connected_slaves:(\d+)/m.exec(info)?.[1] ?? 0)
}

/**
 * Whether no replica could take this master's place: it has none, or those it has are dead in the eyes of the cluster,
 * or are still receiving their first copy. One that lives and is only cut off could, without the newest changes.
 */
export async function isAlone(node: Pick<RedisNode, 'send'>): Promise<boolean> {
  const replies = await Promise.all([node.send(['INFO', 'replication']), node.send(['CLUSTER', 'NODES'])])
  const [info = '', nodes = ''] = replies.map(asText)
  const followers = [...info.matchAll(/^slave\d+:ip=([^,]*),port=(\d+),state=(\w+)/gm)]
  if (followers.some(([, , , state]) => state === 'online')) return false
  const copying = new Set(followers.map(([, ip, port]) => `${ip}:${port}`))
  return livingReplicas(nodes).every((address) => copying.has(address))
}

/** From lines of the form '<id> <ip>:<port>@<bus port>[,…] <flag>,<flag> <id of its master> …'. */
function livingReplicas(nodes: string): string[] {
  const lines = nodes.split('\n').map((line) => line.split(' '))
  const flagsOf = (line: string[]): string[] => line[2]?.split(',') ?? []
  const self = lines.find((line) => flagsOf(line).includes('myself'))?.[0]
  return lines.flatMap((line) => {
    const flags = flagsOf(line)
    const lives = flags.includes('slave') && !flags.includes('fail') && !flags.includes('noaddr')
    return lives && line[3] === self ? [line[1]?.split('@')[0] ?? ''] : []
  })
}
