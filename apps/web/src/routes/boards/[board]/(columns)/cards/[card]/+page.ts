/** A card's own address. A card that the server does not know is a 404 there; in the browser it may be newer than the page. */
import { browser } from '$app/env'
import { error } from '@sveltejs/kit'
import type { PageLoad } from './$types'

export const load: PageLoad = async ({ params, parent }) => {
  const { board } = await parent()
  if (!browser && !board.cards.some(({ id }) => id === params.card)) error(404, 'There is no such card on this board.')
}
