/** A search over one board as its page shows it: what is typed, what was found, and what went wrong. */
import { replaceState } from '$app/navigation'
import { LONGEST_SEARCH, type Problem, type SearchAnswer } from '@briefboard/protocol'
import { Failed, wordsOf } from '#lib/live/request.ts'
import { searchPlace } from '#lib/places.ts'
import type { Announcer } from '#lib/ui/announcer.svelte.ts'
import { counted } from '#lib/ui/words.ts'

/** How many hits the page shows. */
export const SHOWN = 50
/** Whoever types on has not asked yet. */
const PAUSE_MS = 180

export interface Searched {
  query: string
  answer: SearchAnswer
}

export class BoardSearch {
  typed = $state('')
  /** What is shown: it may be of an earlier query than what is typed. */
  searched = $state.raw<Searched>({ query: '', answer: nothing() })
  isSearching = $state(false)
  /** In words. */
  problem = $state<string | null>(null)
  readonly #board: string
  readonly #announcer: Announcer
  #asking: AbortController | null = null
  #pause: ReturnType<typeof setTimeout> | undefined

  constructor(board: string, first: Searched, announcer: Announcer) {
    this.#board = board
    this.#announcer = announcer
    this.show(first)
  }

  /** What the server has answered to a visit of this page. */
  show(searched: Searched): void {
    this.close()
    this.typed = searched.query
    this.searched = searched
    this.problem = null
  }

  /** Something was typed: it is searched when the typing pauses. */
  change(): void {
    clearTimeout(this.#pause)
    this.#pause = setTimeout(() => void this.search(), PAUSE_MS)
  }

  /** Searches what is typed, now. An answer that is still awaited is not waited for. */
  async search(): Promise<void> {
    this.close()
    const query = this.typed.slice(0, LONGEST_SEARCH).trim()
    const asking = new AbortController()
    this.#asking = asking
    this.isSearching = true
    try {
      const answer = query === '' ? nothing() : await ask(this.#board, query, asking.signal)
      if (asking.signal.aborted) return
      this.searched = { query, answer }
      this.problem = null
      replaceState(searchPlace(this.#board, query), {})
      if (query !== '') this.#announcer.say(`${counted(answer.total, 'hit')} for ${query}.`)
    } catch (error) {
      if (!asking.signal.aborted) this.problem = wordsOf(error)
    } finally {
      if (this.#asking === asking) this.isSearching = false
    }
  }

  /** Nothing more is awaited. */
  close(): void {
    clearTimeout(this.#pause)
    this.#asking?.abort()
    this.isSearching = false
  }
}

export const nothing = (): SearchAnswer => ({
  ...{ hits: [], total: 0, hints: [] },
  kinds: { card: 0, assessment: 0, comment: 0, digest: 0, text: 0 },
})

/** @throws Failed; AbortError */
async function ask(board: string, query: string, signal: AbortSignal): Promise<SearchAnswer> {
  const address = `/api/boards/${board}/search?${new URLSearchParams({ q: query, limit: `${SHOWN}` })}`
  const response = await fetch(address, { headers: { accept: 'application/json' }, signal }).catch((cause: unknown) => {
    throw signal.aborted
      ? cause
      : new Failed('The server cannot be reached.', 0, 'What was found before is still shown.')
  })
  const answer: unknown = await response.json().catch(() => null)
  // The contracts of our own server: the answer, or a problem document.
  if (response.ok) return answer as SearchAnswer
  const problem = answer as Problem | null
  throw new Failed(problem?.title ?? 'The server could not search.', response.status, problem?.detail)
}
