/** A long list in pages, each with an address of its own: bounded for whoever draws it, and a link to any entry leads to it. */
export interface ListPage<Entry> {
  entries: readonly Entry[]
  /** From 1. */
  number: number
  pages: number
  /** The place of the first entry, from 0. */
  first: number
  all: number
}

/** `asked`: as it stands in an address, where it may be anything; the nearest page there is. */
export function listPage<Entry>(all: readonly Entry[], size: number, asked: string | null): ListPage<Entry> {
  const pages = Math.max(1, Math.ceil(all.length / size))
  const wanted = /^\d{1,6}$/.test(asked ?? '') ? Number(asked) : 1
  const number = Math.min(pages, Math.max(1, wanted))
  const first = (number - 1) * size
  return { entries: all.slice(first, first + size), number, pages, first, all: all.length }
}

/** The page with the entry at this place, from 0. */
export const pageWith = (place: number, size: number): number => Math.floor(Math.max(0, place) / size) + 1
