/** What a page of sources shows as cited comes from the server, so an edit that is still on its way makes it stale. */
import { invalidateAll } from '$app/navigation'
import type { BoardView } from '#lib/board/board-view.svelte.ts'

/** Loads the page's data anew once all that this page has open is saved; not at all if it is. Gives the way to stop. */
export function citedSaved({ session }: BoardView): () => void {
  let isGone = false
  if (session !== null && session.rooms.some(({ saved }) => saved.kind === 'saving'))
    void session.whenSaved().then(
      () => (isGone ? undefined : invalidateAll()),
      // The board says itself that something is not saved; this page shows what is.
      () => undefined,
    )
  return () => (isGone = true)
}
