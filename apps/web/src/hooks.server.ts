/** Hands the server's services to each request that a page is rendered for, and has the two fonts of the first screen fetched early. */
import { pageServices } from '@briefboard/protocol/pages'
import type { Handle } from '@sveltejs/kit/hooks'

const FIRST_FONTS = /(?:inter-latin-wght-normal|source-serif-4-latin-wght-normal)/

export const handle: Handle = ({ event, resolve }) => {
  const services = pageServices.getStore()
  if (services === undefined)
    throw new Error('The pages are rendered by apps/server, which hands them its services; start that.')
  event.locals.services = services
  return resolve(event, { preload: ({ type, path }) => type !== 'font' || FIRST_FONTS.test(path) })
}
