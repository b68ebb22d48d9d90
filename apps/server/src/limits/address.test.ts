/** S12: under which address a request is counted. */
import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { addressOf } from './address.ts'

function from(remoteAddress: string, forwarded?: string): IncomingMessage {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
  // All of a request that is looked at here.
  return { socket: { remoteAddress }, headers } as unknown as IncomingMessage
}

test.each([
  ['the connection’s own', from('203.0.113.7'), false, '203.0.113.7'],
  ['IPv4 in IPv6’s clothes', from('::ffff:203.0.113.7'), false, '203.0.113.7'],
  ['a header that nobody may trust without a proxy', from('127.0.0.1', '203.0.113.9'), false, '127.0.0.1'],
  ['what the proxy on this machine has added', from('127.0.0.1', '198.51.100.1, 203.0.113.9'), true, '203.0.113.9'],
  ['what the proxy beside it has added', from('::ffff:10.1.2.3', '203.0.113.9'), true, '203.0.113.9'],
  ['a header from elsewhere', from('203.0.113.7', '198.51.100.1'), true, '203.0.113.7'],
  ['a header that is no address', from('127.0.0.1', 'x, %'), true, '127.0.0.1'],
  ['a network of IPv6', from('2001:db8:1:2:a:b:c:d'), false, '2001:db8:1:2'],
  ['a network of IPv6 with zeros left out', from('2001:db8::5'), false, '2001:db8:0:0'],
  ['nothing at all', from(''), true, ''],
])('%s', (_what, request, isBehindProxy, address) => {
  expect(addressOf(request, isBehindProxy)).toBe(address)
})
