/** The addresses of a board's pages. */
import { resolve } from '$app/paths'

export const boardPlace = (board: string): string => resolve('/boards/[board]/(columns)', { board })
export const cardPlace = (board: string, card: string): string =>
  resolve('/boards/[board]/(columns)/cards/[card]', { board, card })
export const sourcesPlace = (board: string): string => resolve('/boards/[board]/sources', { board })
/** A report's own page; with a paragraph, the place of that paragraph on it. */
export const reportPlace = (board: string, symbol: string, paragraph?: number): string =>
  `${resolve('/boards/[board]/sources/[...symbol]', { board, symbol })}${paragraph === undefined ? '' : `#p${paragraph}`}`
/** How an imported document was read. */
export const importPlace = (board: string, symbol: string): string =>
  resolve('/boards/[board]/imports/[...symbol]', { board, symbol })
export const coveragePlace = (board: string): string => resolve('/boards/[board]/coverage', { board })
/** Charts and rows of the ledger stand on it in parts; the first ones where none is asked for. */
export function figuresPlace(board: string, { charts = 1, rows = 1 }: { charts?: number; rows?: number } = {}): string {
  const asked = new URLSearchParams()
  if (charts > 1) asked.set('charts', `${charts}`)
  if (rows > 1) asked.set('rows', `${rows}`)
  return [resolve('/boards/[board]/figures', { board }), asked.toString()].filter(Boolean).join('?')
}
export const mapPlace = (board: string): string => resolve('/boards/[board]/map', { board })
export const searchPlace = (board: string, query: string): string =>
  `${resolve('/boards/[board]/search', { board })}?${new URLSearchParams({ q: query })}`
export const packsPlace = (board: string): string => resolve('/boards/[board]/packs', { board })
export const recoveredPlace = (board: string): string => resolve('/boards/[board]/recovered', { board })
