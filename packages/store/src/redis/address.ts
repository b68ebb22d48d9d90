/** A Redis URL taken apart: `redis[s]://…` for one server, `redis[s]-cluster://host:port,host:port` for a cluster. */

export interface RedisAddress {
  isCluster: boolean
  tls: boolean
  /** Of one server; a cluster has 0 alone. */
  database: number
  hosts: Array<{ host: string; port: number }>
  username: string | undefined
  password: string | undefined
  /** For messages: without the password. */
  shown: string
}

const FORM = /^(rediss?)(-cluster)?:\/\/(?:([^:@]*)(?::([^@]*))?@)?([^/]+)(?:\/(\d*))?$/
const DEFAULT_PORT = 6379

/** @throws Error in words */
export function parseRedisUrl(url: string): RedisAddress {
  const match = FORM.exec(url)
  if (!match) throw new Error('The Redis URL must look like redis://host:6379 or redis-cluster://host:6379,host:6380.')
  const [, scheme = '', cluster, username, password, places = '', database] = match
  const hosts = places.split(',').map(parsePlace)
  if (!cluster && hosts.length > 1) {
    throw new Error('A redis:// URL names one server; for the nodes of a cluster write redis-cluster://…')
  }
  return {
    isCluster: cluster !== undefined,
    tls: scheme === 'rediss',
    database: Number(database ?? 0),
    hosts,
    username: username ? decodeURIComponent(username) : undefined,
    password: password ? decodeURIComponent(password) : undefined,
    shown: places,
  }
}

function parsePlace(place: string): { host: string; port: number } {
  const [, host, port] = /^(.*?)(?::(\d+))?$/.exec(place) ?? []
  if (!host) throw new Error(`The Redis URL has no host in "${place}".`)
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port: port ? Number(port) : DEFAULT_PORT }
}
