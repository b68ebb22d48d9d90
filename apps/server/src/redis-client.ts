/** Clients of the Redis that several nodes share, for what is news and not data; data goes through the store. */
import { parseRedisUrl } from '@briefboard/store'
import { createClient, createCluster } from 'redis'

/**
 * One server or a cluster, as the address says. Not connected yet. While Redis is away, commands fail at once or, with
 * `whenAway: 'wait'`, are kept until it is back: a reader that asks again and again must not turn in circles.
 */
export function newsClient(redisUrl: string, { whenAway }: { whenAway: 'fail' | 'wait' }) {
  const { isCluster, hosts, tls, username, password } = parseRedisUrl(redisUrl)
  const client = isCluster
    ? createCluster({
        rootNodes: hosts.map(({ host, port }) => ({ socket: { host, port, tls } })),
        defaults: { ...(username && { username }), ...(password && { password }) },
      })
    : createClient({ url: redisUrl, disableOfflineQueue: whenAway === 'fail' })
  // News are hints and may be missed; what is lost is told by the store.
  client.on('error', () => undefined)
  return client
}
