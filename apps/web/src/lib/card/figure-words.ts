/** A figure's value in words, the same on cards, in the ledger and in charts: "more than 4 million persons". */
import type { Figure } from '@briefboard/board'
import { valueOf, valueWords } from '@briefboard/charts'

export const figureWords = (figure: Pick<Figure, 'low' | 'high' | 'unit' | 'qualifier'>): string =>
  valueWords(valueOf(figure), figure.unit)
