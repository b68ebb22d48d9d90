/** The shape of the Y.Docs: the names under which each part of the domain lies. */
import * as Y from 'yjs'

/** Goes up when an older client could no longer read or would break what a newer one writes. */
export const SCHEMA = 2

/** The names of the roots. Reading looks at them as they are (items.ts); what follows opens them, for who writes or watches. */
export const ROOTS = {
  board: 'board',
  regions: 'regions',
  cards: 'cards',
  actors: 'actors',
  figures: 'figures',
  assessment: 'text',
  /** Where schema 1 has the assessment, as a tree of elements. */
  oldAssessment: 'assessment',
  threads: 'threads',
} as const

/** `board/…`: one map for the board's own fields, then one map a kind, keyed by id. */
export const boardMap = (doc: Y.Doc): Y.Map<unknown> => doc.getMap(ROOTS.board)
export const regionsMap = (doc: Y.Doc): Y.Map<unknown> => doc.getMap(ROOTS.regions)
export const cardsMap = (doc: Y.Doc): Y.Map<unknown> => doc.getMap(ROOTS.cards)
export const actorsMap = (doc: Y.Doc): Y.Map<unknown> => doc.getMap(ROOTS.actors)
export const figuresMap = (doc: Y.Doc): Y.Map<unknown> => doc.getMap(ROOTS.figures)

/** `card/…`: the assessment, as packages/text has it. */
export const assessmentOf = (doc: Y.Doc): Y.Text => doc.getText(ROOTS.assessment)

/** `talk/…`: threads by id. */
export const threadsMap = (doc: Y.Doc): Y.Map<unknown> => doc.getMap(ROOTS.threads)

/**
 * Before the keys of a card's map under which it was looked at again. Each entry has a key of its own: a map made for
 * them by two people at once, on a card from before there were any, would keep only one's.
 */
export const LOOKED_AT = 'lookedAt:'

/** The same for judgements on a card where another program has put something else in the place of their map, or nothing. */
export const JUDGEMENT = 'judgement:'

/** A card's map, or null if there is none or it is not a map. */
export function cardMap(doc: Y.Doc, card: string): Y.Map<unknown> | null {
  const found = cardsMap(doc).get(card)
  return found instanceof Y.Map ? found : null
}
