/** A board that is searched: its index, brought up to date with all that was stored before each search. */
import type { BoardId, SearchAnswer } from '@briefboard/protocol'
import { parseSearch } from '@briefboard/board'
import type { Store } from '@briefboard/store'
import { BoardContent } from './board-content.ts'
import { BoardIndex } from './board-index.ts'
import { entriesOfCard } from './entries.ts'
import { ReportParts } from './report-parts.ts'
import { turns } from '../turns.ts'

export interface SearchedBoard {
  /** Finds everything that was stored before the call. If it throws, close it and open another. @throws StoreUnavailable */
  search(typed: string, limit: number): Promise<SearchAnswer>
  close(): void
}

/** Reads nothing yet: the first search does, in short stretches. */
export function openSearchedBoard(store: Store, board: BoardId): SearchedBoard {
  const content = new BoardContent(store, board)
  const reports = new ReportParts(store, board)
  const index = new BoardIndex()
  let running: Promise<void> | null = null
  let next: Promise<void> | null = null

  async function refresh(): Promise<void> {
    await content.update()
    const rest = turns()
    for (const id of content.changed) {
      const found = content.card(id)
      index.setPart(`card ${id}`, found === null ? [] : entriesOfCard(content.frame, found.card, found.threads))
      content.changed.delete(id)
      await rest()
    }
    await reports.update(index, content.frame)
  }

  function run(): Promise<void> {
    running = refresh().finally(() => (running = null))
    return running
  }

  /** One that is under way may have begun before the edit that is looked for; all who come meanwhile share the next. */
  function upToDate(): Promise<void> {
    if (running === null && next === null) return run()
    const begin = (): Promise<void> => {
      next = null
      return run()
    }
    return (next ??= Promise.resolve(running).then(begin, begin))
  }

  return {
    async search(typed, limit) {
      // Phones turn quotation marks into curved ones.
      const query = parseSearch(typed.replace(/[“”„«»]/g, '"'))
      await upToDate()
      return { ...index.search(query, limit), hints: query.hints }
    },
    close: () => content.close(),
  }
}
