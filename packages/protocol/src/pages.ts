/**
 * What the server hands to the pages it renders. The pages are built into a bundle of their own, so the two meet at a
 * well-known place in the process: an AsyncLocalStorage that holds, for the time of one request, that server's services.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { FoundFigure } from './figures.ts'
import type { BoardList, PackStatus } from './http.ts'
import type { Person } from './roles.ts'
import type { SearchAnswer } from './search.ts'
import type { ImportFact, ReportSummary } from './sources.ts'

/** Plain data; `board` and `reports` are what `GET /api/boards/:id` answers. Maps, since people choose the keys. */
export interface StoredBoard {
  board: unknown
  reports: unknown
  /** How many open comment threads each card has. */
  openThreads: ReadonlyMap<string, number>
}

/** What `GET /api/boards/:id/reports/:symbol` answers. */
export interface StoredReport {
  summary: ReportSummary
  /** A `Report`: sections, and paragraphs with their digests. */
  report: unknown
  /** A `ReadReport`: the document itself as it was read; null if nobody has imported it. */
  text: unknown
  imported: ImportFact | null
}

export interface PageServices {
  /** Who asks; null if nobody is signed in. */
  person: Person | null
  /** Whom a sign-in link signs in; null if it was used or never existed. It stays unused. @throws Refusal slow-down */
  link(code: string): Promise<Person | null>
  boards(): Promise<BoardList>
  /** @throws Refusal no-such-board */
  board(id: string): Promise<StoredBoard>
  /** The same for a page to be drawn from until its document is here: of a very heavy board, less is read. */
  shownBoard(id: string): Promise<StoredBoard>
  packs(board: string): Promise<PackStatus[]>
  /** By date, oldest first. @throws Refusal no-such-board */
  reports(board: string): Promise<ReportSummary[]>
  /** The report and the board that it is on, from one reading. @throws Refusal no-such-board, no-such-report */
  report(board: string, symbol: string): Promise<{ report: StoredReport; whole: StoredBoard }>
  /** What imported texts give, taken up by a card or not. @throws Refusal no-such-board */
  foundFigures(board: string): Promise<FoundFigure[]>
  /** @throws Refusal no-such-board */
  search(board: string, query: string, limit: number): Promise<SearchAnswer>
  /** Goes through the steps of what takes long, while others are served. */
  inTurns<T>(steps: Generator<void, T>): Promise<T>
  /** JSON of plain data, however large, written while others are served. */
  asText(value: object): Promise<string>
}

const PLACE = Symbol.for('briefboard.pages')

interface Shared {
  [PLACE]?: AsyncLocalStorage<PageServices>
}

const shared = globalThis as Shared
export const pageServices: AsyncLocalStorage<PageServices> = (shared[PLACE] ??= new AsyncLocalStorage())
