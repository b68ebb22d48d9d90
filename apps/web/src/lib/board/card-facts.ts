/** A card as the board shows it: with its current judgement and what is known around it. */
import {
  citationKey,
  standingOf,
  THREAT_LEVELS,
  type Card,
  type CardStatus,
  type Citation,
  type Judgement,
} from '@briefboard/board'

export interface CardFacts {
  card: Card
  /** In a conflict the newest of those up for choice; null if nobody has judged yet. */
  judgement: Judgement | null
  /** Two people judged on the same basis, and somebody has to choose. */
  conflict: boolean
  /** How many different paragraphs its judgement and its gaps cite. */
  citations: number
  openThreads: number
}

export function factsOf(card: Card, openThreads: number): CardFacts {
  const standing = standingOf(card.judgements)
  const judgement =
    standing.state === 'none' ? null : standing.state === 'settled' ? standing.current : standing.heads[0]
  const cited: Citation[] = [...(judgement?.citations ?? []), ...card.gaps.flatMap(({ citations }) => citations)]
  return {
    card,
    judgement,
    conflict: standing.state === 'conflict',
    citations: new Set(cited.map(citationKey)).size,
    openThreads,
  }
}

export const STATUS_WORDS: Record<CardStatus, string> = {
  draft: 'Draft',
  'in-review': 'In review',
  approved: 'Approved',
  published: 'Published',
  archived: 'Archived',
}

export const isRising = ({ judgement }: CardFacts): boolean => judgement?.trend === 'rising'
export const isSevere = ({ judgement }: CardFacts): boolean =>
  judgement !== null && THREAT_LEVELS.indexOf(judgement.threatLevel) >= THREAT_LEVELS.indexOf('severe')
export const isInReview = ({ card }: CardFacts): boolean => card.status === 'in-review'
/** A card without a judgement has nothing that could be cited yet, which is to be seen as well. */
export const isUncited = ({ judgement }: CardFacts): boolean => (judgement?.citations.length ?? 0) === 0
