/**
 * Keeps a document and a text the same: what is done in the document goes into the text as what it was, and what comes into
 * the text from anywhere else goes into the document. Hearing of something writes nothing.
 */
import type { Node, Schema } from 'prosemirror-model'
import { TextSelection, type EditorState, type Transaction } from 'prosemirror-state'
import type * as Y from 'yjs'
import { placeAfter, type Change } from '../changes.ts'
import { beginsUnmarked, type ReadLimits } from '../read.ts'
import { documentOf, TextTooLarge } from './from-text.ts'
import { writeSteps } from './local-change.ts'
import { positionAt } from './places.ts'
import { readChanges, textChanges } from './remote-change.ts'
import type { EmbedNodes } from './schema.ts'
import { unitsBefore } from './stretch.ts'

/** Each change is a step of its own, which copies the list of all blocks; more of them are followed by comparing. */
const MOST_STEPS = 200

export type TextEvents = readonly Y.YEvent<Y.AbstractType<unknown>>[]

export class Binding {
  readonly #text: Y.Text
  readonly #embeds: EmbedNodes
  readonly #limits: ReadLimits | undefined
  /** Whether the text, as the document shows it, began with something other than a marker. */
  #isUnmarked: boolean

  /** `limits`: of what the document holds; without them, all that the text says. */
  constructor(text: Y.Text, embeds: EmbedNodes, limits?: ReadLimits) {
    this.#text = text
    this.#embeds = embeds
    this.#limits = limits
    this.#isUnmarked = beginsUnmarked(text)
    neverTidy(text)
  }

  /** What the text says now. @throws TextTooLarge */
  read(schema: Schema): Node {
    return documentOf(this.#text, schema, this.#embeds, this.#limits)
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

  /** Gives the transaction by which a document follows what was written into its text. @throws TextTooLarge */
  follow(state: EditorState, events: TextEvents): Transaction {
    const changes = textChanges(this.#text, events)
    const wasUnmarked = this.#isUnmarked
    this.#isUnmarked = beginsUnmarked(this.#text)
    if (changes.units.length + changes.markers.size <= MOST_STEPS) {
      const tr = newTransaction(state)
      readChanges(tr, this.#text, changes, wasUnmarked, this.#embeds)
      if (this.#hasAllUnits(tr.doc)) return this.#within(standStill(state, tr))
    }
    return standAfter(state, this.#readAnew(state), {
      changes: changes.units,
      before: wasUnmarked ? 1 : 0,
      after: this.#isUnmarked ? 1 : 0,
    })
  }

  /** Where a text holds what no event tells of (values of a list among letters), the document is compared as a whole. */
  #hasAllUnits(doc: Node): boolean {
    return doc.content.size - 2 * doc.childCount === this.#text.length - doc.childCount + (this.#isUnmarked ? 1 : 0)
  }

  #readAnew(state: EditorState): Transaction {
    const tr = newTransaction(state)
    const now = this.read(state.schema)
    const start = tr.doc.content.findDiffStart(now.content)
    const end = tr.doc.content.findDiffEnd(now.content)
    if (start === null || end === null) return tr
    const overlap = Math.max(0, start - Math.min(end.a, end.b))
    return tr.replace(start, end.a + overlap, now.slice(start, end.b + overlap))
  }

  /** A text that grows by little each time is not read anew each time. */
  #within(tr: Transaction): Transaction {
    const { blocks = Infinity, characters = Infinity } = this.#limits ?? {}
    if (tr.doc.childCount > blocks || tr.doc.content.size > characters + 2 * blocks) throw new TextTooLarge()
    return tr
  }
}

const newTransaction = (state: EditorState): Transaction => state.tr.setMeta('addToHistory', false)

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

/** The same where the document was compared as a whole: the places are counted in the text. `before` and `after`: units that only the document has. */
function standAfter(
  { selection, doc }: EditorState,
  tr: Transaction,
  { changes, before, after }: { changes: readonly Change[]; before: number; after: number },
): Transaction {
  if (!(selection instanceof TextSelection) || !tr.docChanged) return tr
  const { empty, from } = selection
  const moved = (place: number): number => {
    const units = unitsBefore(doc, place) - before
    const side = empty || place !== from ? 'before' : 'after'
    return positionAt(tr.doc, placeAfter(changes, units, side) + after) ?? tr.mapping.map(place)
  }
  const [anchor, head] = [selection.anchor, selection.head].map((place) => tr.doc.resolve(moved(place)))
  return anchor === undefined || head === undefined ? tr : tr.setSelection(TextSelection.between(anchor, head))
}

/**
 * On hearing of others' formats, Yjs deletes marks of format that seem superfluous: an edit that nobody has made. It asks a
 * text whether it has any formats before it looks, and is told that it has none.
 */
function neverTidy(text: Y.Text): void {
  Object.defineProperty(text, '_hasFormatting', { get: () => false, set: () => undefined, configurable: true })
}
