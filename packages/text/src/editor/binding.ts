/**
 * Keeps a document and a text the same: what is done in the document goes into the text as what it was, and what comes into
 * the text from anywhere else goes into the document. Hearing of something writes nothing.
 */
import type { Node, Schema } from 'prosemirror-model'
import { TextSelection, type EditorState, type Transaction } from 'prosemirror-state'
import type * as Y from 'yjs'
import { beginsUnmarked } from '../read.ts'
import { documentOf } from './from-text.ts'
import { writeSteps } from './local-change.ts'
import { readEvents } from './remote-change.ts'
import type { EmbedNodes } from './schema.ts'

export type TextEvents = readonly Y.YEvent<Y.AbstractType<unknown>>[]

export class Binding {
  readonly #text: Y.Text
  readonly #embeds: EmbedNodes
  /** Whether the text, as the document shows it, began with something other than a marker. */
  #isUnmarked: boolean

  constructor(text: Y.Text, embeds: EmbedNodes) {
    this.#text = text
    this.#embeds = embeds
    this.#isUnmarked = beginsUnmarked(text)
    neverTidy(text)
  }

  /** What the text says now. */
  read(schema: Schema): Node {
    return documentOf(this.#text, schema, this.#embeds)
  }

  /** Writes what a transaction has changed; the text's transaction has this binding as its origin. */
  write(transactions: readonly Transaction[]): void {
    const write = (): void => {
      for (const tr of transactions) writeSteps(this.#text, tr, this.#embeds)
    }
    if (this.#text.doc === null) write()
    else this.#text.doc.transact(write, this)
    this.#isUnmarked = beginsUnmarked(this.#text)
  }

  /** Gives the transaction by which a document follows what was written into its text. */
  follow(state: EditorState, events: TextEvents): Transaction {
    const tr = state.tr.setMeta('addToHistory', false)
    readEvents(tr, this.#text, events, this.#isUnmarked, this.#embeds)
    this.#isUnmarked = beginsUnmarked(this.#text)
    return standStill(state, this.#hasAllUnits(tr.doc) ? tr : this.#readAnew(state))
  }

  /** Where a text holds what no event tells of (values of a list among letters), the document is compared as a whole. */
  #hasAllUnits(doc: Node): boolean {
    return doc.content.size - 2 * doc.childCount === this.#text.length - doc.childCount + (this.#isUnmarked ? 1 : 0)
  }

  #readAnew(state: EditorState): Transaction {
    const tr = state.tr.setMeta('addToHistory', false)
    const now = this.read(state.schema)
    const start = tr.doc.content.findDiffStart(now.content)
    const end = tr.doc.content.findDiffEnd(now.content)
    if (start === null || end === null) return tr
    const overlap = Math.max(0, start - Math.min(end.a, end.b))
    return tr.replace(start, end.a + overlap, now.slice(start, end.b + overlap))
  }
}

/**
 * A caret stays behind the letter that it stands behind: what others write at the same place comes behind it, so that two
 * who type there at once each write a whole word. What is selected does not grow either.
 */
function standStill({ selection }: EditorState, tr: Transaction): Transaction {
  if (!(selection instanceof TextSelection)) return tr
  const { from, to, empty, anchor, head } = selection
  const ends = new Map([
    [from, tr.mapping.map(from, empty ? -1 : 1)],
    [to, tr.mapping.map(to, -1)],
  ])
  const [stays, moves] = [anchor, head].map((place) => tr.doc.resolve(ends.get(place) ?? place))
  return stays === undefined || moves === undefined ? tr : tr.setSelection(TextSelection.between(stays, moves))
}

/**
 * On hearing of others' formats, Yjs deletes marks of format that seem superfluous: an edit that nobody has made. It asks a
 * text whether it has any formats before it looks, and is told that it has none.
 */
function neverTidy(text: Y.Text): void {
  Object.defineProperty(text, '_hasFormatting', { get: () => false, set: () => undefined, configurable: true })
}
