/** A board that is searched: its index, brought up to date with all that was stored before each search. */
import type { BoardId, SearchAnswer } from '@briefboard/protocol'
import { parseSearch } from '@briefboard/board'
import type { Store } from '@briefboard/store'
import { BoardContent } from './board-content.ts'
import { BoardIndex } from './board-index.ts'
import { entriesOfCard } from './entries.ts'
import { ReportParts } from './report-parts.ts'
import { oneAtATime, type DocumentMemory, type TakenMemory } from '../document-memory.ts'
import { inTurns, turns, Work, type OnWork } from '../turns.ts'

/** Of one search, beside what it takes to bring the index up to date. Hardly one takes a tenth of it. */
const MOST_WORK_MS = 300

const TOO_LONG =
  'This search takes too long: only part of the board was searched. Fewer or longer words take less time.'
const CUT = 'This board has more text than is searched: of very long texts the beginning, and some comments not at all.'

export interface SearchedBoard {
  /**
   * Finds everything that was stored before the call, within bounds that its hints tell of. `onWork` hears how long this process
   * worked on it, stretch by stretch. If it throws, close it and open another. @throws Refusal documents-busy; StoreUnavailable
   */
  search(typed: string, limit: number, onWork?: OnWork): Promise<SearchAnswer>
  close(): void
}

/** Reads nothing yet: the first search does, in short stretches. */
export function openSearchedBoard(store: Store, board: BoardId, memory: DocumentMemory = oneAtATime): SearchedBoard {
  const content = new BoardContent(store, board, memory)
  const reports = new ReportParts(store, board)
  const index = new BoardIndex()
  /** What is kept between searches counts with the documents, and goes when these need the room. */
  let taken: TakenMemory | null = null
  let isClosed = false
  let running: Promise<void> | null = null
  let next: Promise<void> | null = null

  async function refresh(): Promise<void> {
    const { frame } = content
    await content.update()
    if (content.frame !== frame) index.setActors(content.frame.actors)
    const rest = turns()
    for (const id of content.changed) {
      const found = await content.card(id)
      const entries = found === null ? [] : entriesOfCard(content.frame, found.card, found.assessment, found.threads)
      await rest()
      await inTurns(index.putPart(`card ${id}`, entries))
      content.changed.delete(id)
    }
    await reports.update(index, content.frame)
    await inTurns(index.putLeftOut())
    taken ??= await memory.take(0)
    // It may have been closed while it waited for that.
    if (isClosed) taken.release()
    else taken.resize(index.memory + content.memory)
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
    async search(typed, limit, onWork = () => undefined) {
      // Phones turn quotation marks into curved ones.
      const query = parseSearch(typed.replace(/[“”„«»]/g, '"'))
      await upToDate()
      const work = new Work(onWork)
      const { found, isWhole } = await work.inTurns(index.search(query, limit, () => work.spentMs > MOST_WORK_MS))
      const hints = [...query.hints, ...(isWhole ? [] : [TOO_LONG]), ...(index.isCut ? [CUT] : [])]
      return { ...found, hints }
    },
    close() {
      isClosed = true
      content.close()
      taken?.release()
    },
  }
}
