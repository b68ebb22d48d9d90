/**
 * People who work on one text at once, each with an editor of their own and now and then without a line. Each letter that
 * is typed is one of a kind, so that it can be told afterwards which are there, how often, and in which order.
 */
import { deepStrictEqual } from 'node:assert/strict'
import { Schema, type Node } from 'prosemirror-model'
import { EditorState, type Transaction } from 'prosemirror-state'
import * as Y from 'yjs'
import { between, pickFrom, type Random } from '../../../testkit/src/random.ts'
import { PARAGRAPH, type BlockFormat } from '../block-format.ts'
import { Binding } from './binding.ts'
import { formatOf, PLAIN_MARKS, PLAIN_NODES, type EmbedNodes } from './schema.ts'

export const SCHEMA = new Schema({
  nodes: {
    ...PLAIN_NODES,
    citation: { group: 'inline', inline: true, atom: true, attrs: { at: { default: 0 } } },
  },
  marks: PLAIN_MARKS,
})

export const EMBEDS: EmbedNodes = {
  nodeFor: (embed, schema) =>
    typeof embed === 'object' && embed !== null && 'citation' in embed
      ? schema.node('citation', { at: Number(embed.citation) })
      : null,
  embedOf: (node) => (node.type.name === 'citation' ? { citation: Number(node.attrs['at']) } : null),
}

const HEARD = 'heard'

export class Participant {
  readonly doc = new Y.Doc()
  readonly text: Y.Text
  readonly undo: Y.UndoManager
  readonly #binding: Binding
  state: EditorState
  /** Edits that nobody's hand has made. */
  unasked = 0
  #isHearing = false

  constructor(client: number) {
    this.doc.clientID = client
    this.text = this.doc.getText('text')
    this.#binding = new Binding(this.text, EMBEDS)
    this.undo = new Y.UndoManager(this.text, { trackedOrigins: new Set([this.#binding]), captureTimeout: 0 })
    this.state = EditorState.create({ doc: this.#binding.read(SCHEMA) })
    this.text.observeDeep((events, { origin }) => {
      if (origin !== this.#binding) this.state = this.state.apply(this.#binding.follow(this.state, events))
    })
    this.doc.on('update', (_: Uint8Array, origin: unknown) => {
      if (this.#isHearing && origin !== HEARD) this.unasked++
    })
  }

  do(change: (tr: Transaction) => Transaction): void {
    const tr = change(this.state.tr)
    this.state = this.state.apply(tr)
    if (tr.docChanged) this.#binding.write([tr])
  }

  hear(other: Participant): void {
    this.#isHearing = true
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(other.doc, Y.encodeStateVector(this.doc)), HEARD)
    this.#isHearing = false
  }

  get shown(): Node {
    return this.state.doc
  }

  /** What somebody reads who opens the text now. */
  get said(): Node {
    return this.#binding.read(SCHEMA)
  }

  get letters(): string {
    return this.shown.textContent
  }
}

const hearDirectly = (one: Participant, other: Participant): void => one.hear(other)

export function meet(participants: readonly Participant[], hear = hearDirectly): void {
  for (let round = 0; round < 2; round++)
    for (const one of participants) for (const other of participants) if (one !== other) hear(one, other)
}

/** How often each letter is there. */
function countsOf(letters: string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const letter of letters) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  return counts
}

const FORMATS: readonly BlockFormat[] = [
  PARAGRAPH,
  { ...PARAGRAPH, kind: 'heading' },
  { ...PARAGRAPH, kind: 'heading', level: 3 },
  { ...PARAGRAPH, kind: 'bullet' },
  { ...PARAGRAPH, kind: 'bullet', indent: 2 },
  { ...PARAGRAPH, kind: 'ordered', start: 4 },
  { ...PARAGRAPH, quote: true },
]

/** From here on, each letter of Unicode is one that nobody types by himself. */
const FIRST_LETTER = 0x4e00
const MOST_LETTERS = 0x5000

/** One text, from its beginning until all have heard of all. */
export class Meeting {
  readonly #random: Random
  readonly #hear: (one: Participant, other: Participant) => void
  readonly people: readonly Participant[]
  #typed = 0
  /** Letters that somebody's hand has taken away, and nobody has brought back. */
  readonly #deleted = new Set<string>()
  /** Letters that were away at some time: brought back, they may stand elsewhere, and twice if two have brought them back. */
  readonly #everDeleted = new Set<string>()
  operations = 0

  /** `people`: those who meet, or how many; `hear`: how one of them hears of another, if not at once and directly. */
  constructor(random: Random, people: number | readonly Participant[], hear = hearDirectly) {
    this.#random = random
    this.#hear = hear
    const first = between(random, 1, 1000)
    this.people =
      typeof people === 'number' ? Array.from({ length: people }, (_, at) => new Participant(first + at)) : people
  }

  get isFull(): boolean {
    return this.#typed > MOST_LETTERS - 100
  }

  /** Lets each of them do a few things, and some hear of others. Throws where something does not fit. */
  round(): void {
    const random = this.#random
    for (const one of this.people) {
      for (let left = between(random, 0, 4); left > 0; left--) {
        const before = countsOf(one.letters)
        const how = random()
        if (how < 0.08) one.undo.undo()
        else if (how < 0.1) one.undo.redo()
        else one.do((tr) => this.#change(tr))
        this.#note(before, countsOf(one.letters))
        this.operations++
        deepStrictEqual(one.shown.toJSON(), one.said.toJSON(), 'what one shows is not what one says')
      }
    }
    if (random() < 0.5) {
      const [one, other] = [pickFrom(random, this.people), pickFrom(random, this.people)]
      if (one === other) return
      this.#hear(one, other)
      one.shown.check()
      deepStrictEqual(one.shown.toJSON(), one.said.toJSON(), 'what one shows is not what one has heard')
    }
  }

  /** Of a letter that is there twice, two people may each take away another one: it counts as deleted with the first. */
  #note(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): void {
    for (const [letter, count] of before) {
      if ((after.get(letter) ?? 0) >= count) continue
      this.#deleted.add(letter)
      this.#everDeleted.add(letter)
    }
    for (const [letter, count] of after) if (count > (before.get(letter) ?? 0)) this.#deleted.delete(letter)
  }

  /** All hear of all; then every letter that was typed and not deleted must be there, once, and in its order. */
  end(): void {
    const before = this.people.map(({ letters }) => letters)
    meet(this.people, this.#hear)
    const [first] = this.people
    for (const one of this.people) {
      deepStrictEqual(one.shown.toJSON(), one.said.toJSON(), 'what one shows is not what one says')
      deepStrictEqual(one.shown.toJSON(), first?.shown.toJSON(), 'two show different texts')
      if (one.unasked > 0) throw new Error('Hearing of others has made an edit.')
    }
    const text = first?.letters ?? ''
    const counts = countsOf(text)
    for (let at = 0; at < this.#typed; at++) {
      const letter = String.fromCodePoint(FIRST_LETTER + at)
      const count = counts.get(letter) ?? 0
      if (!this.#deleted.has(letter) && count === 0) throw new Error(`The letter ${at} is lost.`)
      if (!this.#everDeleted.has(letter) && count > 1) throw new Error(`The letter ${at} is there ${count} times.`)
    }
    for (const letters of before) {
      const own = new Set(letters)
      const steady = (all: string): string =>
        [...all].filter((letter) => !this.#everDeleted.has(letter) && own.has(letter)).join('')
      if (steady(text) !== steady(letters)) throw new Error('Letters stand in another order.')
    }
  }

  #letters(count: number): string {
    const letters = Array.from({ length: count }, () => String.fromCodePoint(FIRST_LETTER + this.#typed++))
    return letters.join('')
  }

  #place(doc: Node): number {
    const block = between(this.#random, 0, doc.childCount - 1)
    let start = 0
    for (let at = 0; at < block; at++) start += doc.child(at).nodeSize
    return start + 1 + between(this.#random, 0, doc.child(block).content.size)
  }

  #change(tr: Transaction): Transaction {
    const random = this.#random
    const at = this.#place(tr.doc)
    const $at = tr.doc.resolve(at)
    switch (between(random, 0, 12)) {
      case 0:
      case 1:
      case 2:
        return tr.insertText(this.#letters(between(random, 1, 4)), at)
      case 3:
        return tr.split(at)
      case 4:
        return $at.index(0) === 0 ? tr : tr.join($at.before(1))
      case 5:
        return tr.setNodeMarkup($at.before(1), undefined, { ...pickFrom(random, FORMATS) })
      case 6: {
        const { indent } = formatOf($at.node(1))
        return tr.setNodeMarkup($at.before(1), undefined, { ...$at.node(1).attrs, indent: (indent + 1) % 4 })
      }
      case 7: {
        const [from, to] = [at, this.#place(tr.doc)].toSorted((a, b) => a - b)
        return from === undefined || to === undefined ? tr : tr.delete(from, Math.min(to, from + 8))
      }
      case 8: {
        const end = Math.min($at.end(1), at + between(random, 1, 5))
        const link = SCHEMA.mark('link', { href: 'https://example.org/' })
        const mark = pickFrom(random, [SCHEMA.mark('bold'), SCHEMA.mark('italic'), link])
        return random() < 0.5 ? tr.addMark(at, end, mark) : tr.removeMark(at, end, mark.type)
      }
      case 9:
        return tr.insert(at, SCHEMA.node('citation', { at: between(random, 1, 9) }))
      case 10:
        return tr.insert(at, SCHEMA.node('hardBreak'))
      case 11:
        return this.#moveBlock(tr, $at.before(1))
      default: {
        const block = SCHEMA.node('block', { ...pickFrom(random, FORMATS) }, SCHEMA.text(this.#letters(2)))
        return tr.insert(random() < 0.5 ? $at.before(1) : $at.after(1), block)
      }
    }
  }

  /** Cut and pasted, it has the same words under other names. */
  #moveBlock(tr: Transaction, from: number): Transaction {
    const node = tr.doc.nodeAt(from)
    if (node === null || tr.doc.childCount < 2) return tr
    tr.delete(from, from + node.nodeSize)
    const letters = this.#letters([...node.textContent].length)
    const moved = SCHEMA.node('block', node.attrs, letters === '' ? [] : [SCHEMA.text(letters)])
    const $to = tr.doc.resolve(this.#place(tr.doc))
    return tr.insert(this.#random() < 0.5 ? $to.before(1) : $to.after(1), moved)
  }
}
