/** Where a citation leads: to the paragraph in the board's own reader, or to the document itself. */
import { citationUrl, type Citation } from '@briefboard/board'
import { getBoardView } from '#lib/board/board-view.svelte.ts'
import { reportPlace } from '#lib/places.ts'

export interface CitationWay {
  href: string
  /** Within the board; anything else opens in a new tab. */
  isInside: boolean
}

/** To be called while a component is made; the answer knows the reports that the board has at the time it is asked. */
export function getCitationWay(): (citation: Pick<Citation, 'symbol'> & Partial<Citation>) => CitationWay {
  const view = getBoardView()
  return ({ symbol, paragraph }) =>
    view.reports.some((report) => report.symbol === symbol)
      ? { href: reportPlace(view.board.id, symbol, paragraph), isInside: true }
      : { href: citationUrl(symbol), isInside: false }
}

/** The attributes of a link that leads there. */
export const linkTo = ({ href, isInside }: CitationWay): Record<string, string> =>
  isInside ? { href } : { href, target: '_blank', rel: 'noopener external' }
