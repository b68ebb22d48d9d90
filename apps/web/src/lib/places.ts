/** The addresses of a board's pages. */
import { resolve } from '$app/paths'

export const boardPlace = (board: string): string => resolve('/boards/[board]/(columns)', { board })
export const cardPlace = (board: string, card: string): string =>
  resolve('/boards/[board]/(columns)/cards/[card]', { board, card })
export const sourcesPlace = (board: string): string => resolve('/boards/[board]/sources', { board })
export const packsPlace = (board: string): string => resolve('/boards/[board]/packs', { board })
export const recoveredPlace = (board: string): string => resolve('/boards/[board]/recovered', { board })
