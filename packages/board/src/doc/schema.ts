/** The shape of the Y.Docs: the names under which each part of the domain lies. */
import * as Y from 'yjs'

/** Goes up when an older client could no longer read or would break what a newer one writes. */
export const SCHEMA = 1

/** `board/…`: one map for the board's own fields, then one map a kind, keyed by id. */
export const boardMap = (doc: Y.Doc): Y.Map<unknown> => doc.getMap('board')
export const regionsMap = (doc: Y.Doc): Y.Map<unknown> => doc.getMap('regions')
export const cardsMap = (doc: Y.Doc): Y.Map<unknown> => doc.getMap('cards')
export const actorsMap = (doc: Y.Doc): Y.Map<unknown> => doc.getMap('actors')
export const figuresMap = (doc: Y.Doc): Y.Map<unknown> => doc.getMap('figures')

/** `card/…`: the assessment, in the editor's own node names. */
export const assessmentOf = (doc: Y.Doc): Y.XmlFragment => doc.getXmlFragment('assessment')

/** `talk/…`: threads by id. */
export const threadsMap = (doc: Y.Doc): Y.Map<unknown> => doc.getMap('threads')

/**
 * Before the keys of a card's map under which it was looked at again. Each entry has a key of its own: a map made for
 * them by two people at once, on a card from before there were any, would keep only one's.
 */
export const LOOKED_AT = 'lookedAt:'

/** A card's map, or null if there is none or it is not a map. */
export function cardMap(doc: Y.Doc, card: string): Y.Map<unknown> | null {
  const found = cardsMap(doc).get(card)
  return found instanceof Y.Map ? found : null
}
