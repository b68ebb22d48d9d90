/** One form of JSON for one value, and the hash over it. */
import { createHash } from 'node:crypto'
import type { Board, Report } from '@briefboard/board'

/** JSON with keys sorted by code unit and without spaces; keys whose value is undefined are left out. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (isPlainObject(inner) ? sorted(inner) : inner))
}

/** SHA-256, in hexadecimal, over the canonical JSON of a board and its reports. */
export function snapshotHash(board: Board, reports: readonly Report[]): string {
  return sha256(canonicalJson({ board, reports: reports.toSorted((a, b) => (a.symbol < b.symbol ? -1 : 1)) }))
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

// Integer-like keys come first in any JavaScript object; that is still one order for one set of keys.
function sorted(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
