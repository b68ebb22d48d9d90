/**
 * What the server hands to the pages it renders. The pages are built into a bundle of their own, so the two meet at a
 * well-known place in the process: an AsyncLocalStorage that holds, for the time of one request, that server's services.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { BoardSummary, PackStatus } from './http.ts'
import type { Person } from './roles.ts'

/** Plain data; `board` and `reports` are what `GET /api/boards/:id` answers. */
export interface StoredBoard {
  board: unknown
  reports: unknown
  /** How many open comment threads each card has. */
  openThreads: Record<string, number>
}

export interface PageServices {
  /** Who asks; null if nobody is signed in. */
  person: Person | null
  boards(): Promise<BoardSummary[]>
  /** @throws Refusal no-such-board */
  board(id: string): Promise<StoredBoard>
  packs(board: string): Promise<PackStatus[]>
}

const PLACE = Symbol.for('briefboard.pages')

interface Shared {
  [PLACE]?: AsyncLocalStorage<PageServices>
}

const shared = globalThis as Shared
export const pageServices: AsyncLocalStorage<PageServices> = (shared[PLACE] ??= new AsyncLocalStorage())
