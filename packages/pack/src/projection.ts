/** The plain board that a reader under a ceiling may see. Every renderer gets this and nothing else. */
import type { Actor, Block, CardStatus, Figure, Gap, Judgement, LikelihoodScale, Quotation } from '@briefboard/board'
import type { Marking } from '@briefboard/protocol'

/** A judgement without the name of who made it: a pack leaves the house, the analysts' names do not. */
export interface ProjectedJudgement extends Omit<Judgement, 'by' | 'basis' | 'settles'> {
  /** In the words of the board's likelihood scale. */
  likelihoodWords: string
  likelihoodRange: string
  /** Made by the seed, as Briefboard's own example. */
  example: boolean
}

export interface ProjectedCard {
  id: string
  title: string
  region: string
  status: CardStatus
  /** The effective one. */
  marking: Marking
  actors: string[]
  countries: string[]
  themes: string[]
  tags: string[]
  keyJudgement: string
  current: ProjectedJudgement | null
  /** The chain that led to the current judgement, oldest first, the current one included. */
  history: ProjectedJudgement[]
  /** Judgements that stand against the current one until somebody chooses. */
  rivals: ProjectedJudgement[]
  assessment: Block[]
  gaps: Gap[]
  figures: Figure[]
}

export interface ProjectedRegion {
  id: string
  name: string
  m49: string[]
  countries: string[]
}

export interface ProjectedReport {
  symbol: string
  title: string
  date: string
  url: string
  /** Only those that the shown cards cite, by number. */
  paragraphs: ProjectedParagraph[]
}

export interface ProjectedParagraph {
  number: number
  heading: string
  digest: string
  /** The words of it that the shown cards quote; left out where they quote none. */
  quotations?: ProjectedQuotation[]
}

export interface ProjectedQuotation extends Quotation {
  /** The words were changed after they were taken from the document: the hash is that of others. */
  altered: boolean
}

export interface Withheld {
  /** Cards above the ceiling (of those asked for). */
  cards: number
  figures: number
  /** The board's own title and description lie above the ceiling and were left out. */
  boardText: boolean
}

export interface Projection {
  board: { id: string; title: string; description: string; likelihoodScale: LikelihoodScale; asOf: string | null }
  ceiling: Marking
  /** The highest marking of what is shown: the pack's own. */
  marking: Marking
  regions: ProjectedRegion[]
  /** In the order in which they are to be shown. */
  cards: ProjectedCard[]
  actors: Actor[]
  reports: ProjectedReport[]
  withheld: Withheld
}
