/** What the board says about what is asked in the address, so that the page stands before any script runs. */
import { nothing, SHOWN, type Searched } from '#lib/search/board-search.svelte.ts'
import { answered, signedIn } from '#lib/server/guard.ts'
import { LONGEST_SEARCH } from '@briefboard/protocol'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  signedIn(event)
  const query = (event.url.searchParams.get('q') ?? '').slice(0, LONGEST_SEARCH).trim()
  const answer =
    query === '' ? nothing() : await answered(event.locals.services.search(event.params.board, query, SHOWN))
  const searched: Searched = { query, answer }
  return { searched }
}
