/** Somebody who sends nonsense as HTTP requests: known addresses with any parts, bodies and headers. */
import { between, pickFrom, spoil, type Random } from '@briefboard/testkit'
import type { Attacker } from './attacker.ts'

export interface RequestAttackerOptions {
  url: string
  token: string
  board: string
  /** Hears of an answer that says that the server is at fault. */
  onFault: (words: string) => void
}

const METHODS = ['GET', 'GET', 'GET', 'POST', 'POST', 'PATCH', 'DELETE', 'PUT', 'HEAD', 'OPTIONS']
const WITHIN_MS = 30_000

export function openRequestAttacker({ url, token, board, onFault }: RequestAttackerOptions, random: Random): Attacker {
  return {
    clients: [],
    async attack(count) {
      for (let sent = 0; sent < count; sent++) {
        const [path, init] = [drawPath(random, board), drawRequest(random, token)]
        const answer = await fetch(`${url}${path}`, init).catch((error: unknown) => error)
        // What no client can send is no request.
        if (!(answer instanceof Response)) continue
        await answer.arrayBuffer().catch(() => undefined)
        if (answer.status >= 500 && answer.status !== 503)
          onFault(`${init.method} ${path} with ${String(init.body).slice(0, 200)} was answered with ${answer.status}`)
      }
    },
    close: () => undefined,
  }
}

function drawPath(random: Random, board: string): string {
  const parts = [board, 'x', '..', '%00', '%ff', '__proto__', 'toString', '%2e%2e', '', 'a'.repeat(300), '🦊']
  const part = (): string => pickFrom(random, parts)
  const paths = [
    ...['/api/boards', `/api/boards/${part()}`, `/api/boards/${part()}/coverage?by=${part()}`, `/${part()}`],
    ...[`/api/boards/${board}/search?q=${part()}&limit=${part()}`, `/api/boards/${board}/figures`, '/api/session'],
    ...[`/api/boards/${part()}/reports/${part()}/${part()}`, `/api/boards/${board}/packs`, `/api/packs/${part()}`],
    ...[`/api/packs/${part()}/files/${part()}`, `/boards/${part()}`, `/boards/${board}/cards/${part()}`, '/metrics'],
    ...[`/boards/${board}/map`, `/boards/${board}/search?q=${part()}`, `/sign-in?code=${part()}`, '/health/ready'],
    ...[`/api/boards/${board}?${part()}[${part()}]=${part()}`, `/api/people/${part()}`, `//${part()}`],
  ]
  return pickFrom(random, paths)
}

function drawRequest(random: Random, token: string): RequestInit & { method: string } {
  const method = pickFrom(random, METHODS)
  const headers = {
    authorization: random() < 0.9 ? `Bearer ${token}` : pickFrom(random, ['Bearer', 'Bearer x', 'Basic x', '\u00ff']),
    'content-type': pickFrom(random, ['application/json', 'application/json', 'text/plain', 'multipart/form-data']),
    ...(random() < 0.2 ? { range: 'bytes=0-1,2-', cookie: 'briefboard_session=%; __proto__=1' } : {}),
  }
  return { method, headers, redirect: 'manual', signal: AbortSignal.timeout(WITHIN_MS), ...bodyFor(random, method) }
}

function bodyFor(random: Random, method: string): { body?: Uint8Array<ArrayBuffer> } {
  if (method === 'GET' || method === 'HEAD') return {}
  const values: unknown[] = [
    ...[{}, [], null, 7, 'x', { title: 'x'.repeat(between(random, 0, 300)) }, { formats: ['pdf'], ceiling: 'x' }],
    ...[{ formats: ['md'], ceiling: 'clear', cards: ['__proto__'] }, { name: '\u202e', role: 'owner' }, { code: [] }],
  ]
  const body = Uint8Array.from(Buffer.from(JSON.stringify(pickFrom(random, values))))
  return { body: random() < 0.8 ? body : Uint8Array.from(spoil(random, body)) }
}
