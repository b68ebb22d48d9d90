/** Brings an assessment of schema 1 over into a text; reading it before works all the same. (decision 0032) */
import { splitUpdate } from '@briefboard/protocol'
import * as Y from 'yjs'
import { itemsOf, rootOf } from '../items.ts'
import { ROOTS } from '../schema.ts'
import type { Steps } from '../steps.ts'
import { treeAsText, type Piece } from './tree-as-text.ts'
import { writtenAnew, type Written } from './written-anew.ts'

/** Some milliseconds. */
const STEP_BYTES = 64 * 1024

/** Whether a document has an assessment that is not brought over yet. */
export function hasOldAssessment(doc: Y.Doc): boolean {
  const root = rootOf(doc, ROOTS.oldAssessment)
  return root !== null && itemsOf(root).some((item) => item !== null)
}

/**
 * The whole document anew, as one update, with what its assessment says in a text. `personOf` says whose a client is.
 * @throws Error if another reader would not see the same letters in the same order; then nothing may be done with it
 */
export function* broughtOverSteps(doc: Y.Doc, personOf: (client: number) => string): Steps<Written> {
  const root = rootOf(doc, ROOTS.oldAssessment)
  const pieces = root === null ? [] : yield* treeAsText(root)
  const before = lettersIn(doc)
  const written = yield* writtenAnew(doc, pieces, personOf)
  const anew = new Y.Doc()
  try {
    for (const piece of splitUpdate(written.update, STEP_BYTES)) {
      Y.applyUpdate(anew, piece)
      yield
    }
    if (lettersIn(anew) !== lettersOf(pieces) + before) throw new Error('The text would not read as the old one does.')
    return { ...written, update: Y.encodeStateAsUpdate(anew) }
  } finally {
    anew.destroy()
  }
}

const lettersOf = (pieces: readonly Piece[]): string => pieces.map(({ content }) => lettersIfAny(content)).join('')

/** Straight from what Yjs has in memory: all of it, whatever is read of a text otherwise. */
function lettersIn(doc: Y.Doc): string {
  const root = rootOf(doc, ROOTS.assessment)
  const letters: string[] = []
  if (root !== null) for (const item of itemsOf(root)) if (item !== null) letters.push(lettersIfAny(item.content))
  return letters.join('')
}

const lettersIfAny = (content: Y.Item['content']): string => (content instanceof Y.ContentString ? content.str : '')
