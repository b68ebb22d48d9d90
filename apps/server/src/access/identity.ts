/** Who sends a request: the session's cookie or a bearer token; and whether it may come from where it comes. */
import type { IncomingMessage } from 'node:http'
import { accessBySession, accessByToken, type Access } from '@briefboard/library'
import type { Records } from '@briefboard/store'

export type { Access }

export const SESSION_COOKIE = 'briefboard_session'

/** Null if the request shows neither, or one that is over. */
export async function identify(records: Records, request: IncomingMessage, now: Date): Promise<Access | null> {
  const bearer = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (bearer !== undefined) return accessByToken(records, bearer, now)
  const session = sessionOf(request)
  return session === null ? null : accessBySession(records, session, now)
}

export function sessionOf(request: IncomingMessage): string | null {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = pair.trim().split('=')
    if (name === SESSION_COOKIE && value) return value
  }
  return null
}

/** Browsers say where a page came from; programs with a bearer token say nothing and pass. */
export function isFromHome(request: IncomingMessage, origins: ReadonlySet<string>): boolean {
  const { origin } = request.headers
  return origin === undefined || origins.has(origin)
}

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]']

/** The addresses whose pages may talk to this server: the public one, or all names of the address it listens on. */
export function homeOrigins(publicUrl: URL | null, host: string, port: number): ReadonlySet<string> {
  if (publicUrl !== null) return new Set([publicUrl.origin])
  return new Set([...LOOPBACK, host].map((name) => new URL(`http://${name}:${port}`).origin))
}
