/** How a citation is written on a chip, and how it is read out. */
import type { Citation } from '@briefboard/board'

export const chipText = ({ symbol, paragraph, sub }: Citation): string =>
  `${symbol} ¶${paragraph}${sub === undefined ? '' : ` (${sub})`}`

export const chipTitle = ({ symbol, paragraph, sub }: Citation): string =>
  `Source: ${symbol}, paragraph ${paragraph}${sub === undefined ? '' : ` (${sub})`}`
