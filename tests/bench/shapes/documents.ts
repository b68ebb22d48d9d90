/** Large documents to open: the long history of one that was edited for weeks, and a very large text. The same every run. */
import { seededRandom } from '@briefboard/testkit'
import * as Y from 'yjs'

export interface LargeDocument {
  name: string
  /** Every edit as its own update, in order; one if the history is of no interest. */
  log: readonly Uint8Array[]
  /** The whole document as one update. */
  state: Uint8Array
}

const INSERTS = 180_000
const DELETES = 80_000
const PARAGRAPHS = 40_000
const PARAGRAPH_LETTERS = 500
const SEED = 20_240_517

/** One letter typed or deleted at a time, by a cursor that now and then jumps elsewhere. */
export function longHistory(): LargeDocument {
  const random = seededRandom(SEED)
  const doc = new Y.Doc()
  doc.clientID = 4711
  const log: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => log.push(update))
  const text = doc.getText('long')
  let cursor = 0
  let [inserts, deletes] = [INSERTS, DELETES]
  while (inserts + deletes > 0) {
    if (random() < 0.02) cursor = Math.floor(random() * (text.length + 1))
    const types = cursor === 0 || deletes === 0 || random() < inserts / (inserts + deletes)
    if (types && inserts > 0) {
      text.insert(cursor++, letter(random))
      inserts--
    } else if (cursor > 0) {
      text.delete(--cursor, 1)
      deletes--
    } else cursor = text.length
  }
  return { name: 'long', log, state: Y.encodeStateAsUpdate(doc) }
}

/** Forty thousand paragraphs, together about 20 MB. */
export function largeText(): LargeDocument {
  const random = seededRandom(SEED)
  const doc = new Y.Doc()
  doc.clientID = 4712
  const fragment = doc.getXmlFragment('large')
  const alphabet = Array.from({ length: 4096 }, () => letter(random)).join('')
  doc.transact(() => {
    const paragraphs = Array.from({ length: PARAGRAPHS }, () => {
      const paragraph = new Y.XmlElement('paragraph')
      const from = Math.floor(random() * (alphabet.length - PARAGRAPH_LETTERS))
      paragraph.insert(0, [new Y.XmlText(alphabet.slice(from, from + PARAGRAPH_LETTERS))])
      return paragraph
    })
    fragment.insert(0, paragraphs)
  })
  const state = Y.encodeStateAsUpdate(doc)
  return { name: 'large', log: [state], state }
}

const letter = (random: () => number): string => 'abcdefghijklmnopqrstuvwxyz '.charAt(Math.floor(random() * 27))
