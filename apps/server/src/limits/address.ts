/** From where a request comes, as far as it can be known: what is counted by address is counted under this. */
import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'

/** Where a proxy of one's own stands; whoever comes from elsewhere may write into the header what they like. */
const NEAR = new BlockList()
for (const [network, bits] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  NEAR.addSubnet(network, bits, 'ipv4')
NEAR.addAddress('::1', 'ipv6')
NEAR.addSubnet('fc00::', 7, 'ipv6')

/** Behind a proxy, the last address that it has added to X-Forwarded-For; else the connection's own. */
export function addressOf({ socket, headers }: IncomingMessage, isBehindProxy: boolean): string {
  const own = plain(socket.remoteAddress ?? '')
  if (!isBehindProxy || !isNear(own)) return network(own)
  const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',').at(-1)?.trim() ?? ''
  return network(isIP(forwarded) === 0 ? own : plain(forwarded))
}

const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/, '')

function isNear(address: string): boolean {
  const version = isIP(address)
  return version !== 0 && NEAR.check(address, version === 4 ? 'ipv4' : 'ipv6')
}

/** One household has 2^64 addresses of IPv6: the network's half of it is what counts. */
function network(address: string): string {
  if (isIP(address) !== 6) return address
  const [before = '', after] = address.split('::')
  const head = before === '' ? [] : before.split(':')
  const tail = after === undefined || after === '' ? [] : after.split(':')
  const zeros = after === undefined ? 0 : Math.max(0, 8 - head.length - tail.length)
  return [...head, ...Array.from({ length: zeros }, () => '0'), ...tail].slice(0, 4).join(':')
}
