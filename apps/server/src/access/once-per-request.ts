/** Several look at who sends a request: the store is asked for the first of them. */
import type { IncomingMessage } from 'node:http'
import type { Access } from './identity.ts'

type Identify = (request: IncomingMessage) => Promise<Access | null>

export function oncePerRequest(identify: Identify): Identify {
  const known = new WeakMap<IncomingMessage, Promise<Access | null>>()
  return (request) => {
    const found = known.get(request) ?? identify(request)
    known.set(request, found)
    return found
  }
}
