/** A request to the HTTP API: its answer, or its problem in words. */
import type { Problem } from '@briefboard/protocol'

export class Failed extends Error {
  /** What in particular; undefined if the title says it all. */
  readonly detail: string | undefined
  readonly status: number

  constructor(title: string, status: number, detail?: string) {
    super(title)
    this.status = status
    this.detail = detail
  }
}

/** @throws Failed */
export async function request(method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(path, {
    method,
    headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new Failed('The server cannot be reached.', 0, 'Look at your connection and try again.')
  })
  const answer: unknown = response.status === 204 ? null : await response.json().catch(() => null)
  if (response.ok) return answer
  if (isProblem(answer)) throw new Failed(answer.title, response.status, answer.detail)
  throw new Failed('The server could not do this.', response.status, `It answered with status ${response.status}.`)
}

/** What went wrong, for somebody to read. */
export function wordsOf(error: unknown): string {
  if (error instanceof Failed) return error.detail === undefined ? error.message : `${error.message} ${error.detail}`
  return error instanceof Error ? error.message : String(error)
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'title' in value && typeof value.title === 'string'
}
