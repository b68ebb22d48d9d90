/** Searches over boards: an index for each board that is searched, kept while people search it. */
import { existing, openSearchedBoard, type DocumentMemory, type OnWork, type SearchedBoard } from '@briefboard/library'
import { LONGEST_SEARCH, Refusal, type BoardId, type SearchAnswer } from '@briefboard/protocol'
import type { Store } from '@briefboard/store'

/** An index of a thousand cards and twenty reports takes some 80 MB. */
const MOST_BOARDS = 12
const IDLE_MS = 15 * 60_000

export interface SearchDeskOptions {
  store: Store
  memory?: DocumentMemory
  mostBoards?: number
  /** An index that nobody has used for so long is dropped. */
  idleMs?: number
  open?: (store: Store, board: BoardId, memory?: DocumentMemory) => SearchedBoard
}

export interface SearchDesk {
  /**
   * Finds everything that was stored before the call. `onWork` hears of each stretch of the search itself, in ms.
   * @throws Refusal no-such-board, bad-request for a query that is too long; StoreUnavailable
   */
  search(board: string, typed: string, limit: number, onWork?: OnWork): Promise<SearchAnswer>
  /** Memory is short: indexes that nobody searches at the moment go. */
  letGo(): void
  close(): void
}

interface Kept {
  searched: SearchedBoard
  /** How many searches are under way. */
  searches: number
  forgetting: NodeJS.Timeout
}

export function openSearchDesk({
  store,
  memory,
  mostBoards = MOST_BOARDS,
  idleMs = IDLE_MS,
  open = openSearchedBoard,
}: SearchDeskOptions): SearchDesk {
  /** The one used last comes last. */
  const kept = new Map<BoardId, Kept>()

  function forget(board: BoardId, searched?: SearchedBoard): void {
    const found = kept.get(board)
    if (found === undefined || (searched !== undefined && found.searched !== searched)) return
    clearTimeout(found.forgetting)
    kept.delete(board)
    found.searched.close()
  }

  function use(board: BoardId): Kept {
    const found = kept.get(board)
    if (found !== undefined) clearTimeout(found.forgetting)
    kept.delete(board)
    const forgetting = setTimeout(() => forget(board), idleMs).unref()
    const used: Kept = found ?? { searched: open(store, board, memory), searches: 0, forgetting }
    used.forgetting = forgetting
    kept.set(board, used)
    const [oldest] = kept.keys()
    if (kept.size > mostBoards && oldest !== undefined) forget(oldest)
    return used
  }

  return {
    async search(name, typed, limit, onWork) {
      if (typed.length > LONGEST_SEARCH) throw new Refusal('bad-request', TOO_LONG)
      const board = await existing(store, name)
      const used = use(board)
      used.searches++
      try {
        return await used.searched.search(typed, limit, onWork)
      } catch (error) {
        // What was under way is half done: the next search begins anew.
        forget(board, used.searched)
        throw error
      } finally {
        used.searches--
      }
    },
    letGo() {
      for (const [board, { searches }] of kept) if (searches === 0) forget(board)
    },
    close() {
      for (const board of kept.keys()) forget(board)
    },
  }
}

const TOO_LONG = `A search has at most ${LONGEST_SEARCH} characters. Nothing was searched; use fewer words.`
