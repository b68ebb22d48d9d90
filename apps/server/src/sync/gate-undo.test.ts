/** S3: whatever people write on cards, take away and bring back by undo, the gate lets through, and all copies are alike. */
import { placeRedoneBesideNeighbours } from '@briefboard/board'
import { Ledger } from '@briefboard/library'
import { between, newSeed, pickFrom, seededRandom, type Random } from '@briefboard/testkit'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Gate } from './gate.ts'

const SEQUENCES = Number(process.env['UNDO_RUNS'] ?? 400)
const CARD = 'card'

placeRedoneBesideNeighbours()

class Stored {
  readonly doc = new Y.Doc()
  readonly #ledger = new Ledger([], [])
  readonly #gate = new Gate(this.#ledger, () => this.doc)

  /** Null if all of it is stored. */
  take(update: Uint8Array, author: string): string | null {
    for (;;) {
      const verdict = this.#gate.judge(update, author)
      if (verdict.kind === 'known') return null
      if (verdict.kind === 'refuse') return verdict.code
      if (verdict.kind === 'unasked') this.#gate.learn(update, verdict.clients, new Map())
      else if (verdict.kind === 'accept') {
        this.#gate.pass(verdict, author)
        Y.applyUpdate(this.doc, verdict.scan.update)
        this.#ledger.take(verdict.scan, author)
        this.#gate.take(verdict.scan, author)
        this.#gate.settled()
        if (verdict.isWhole) return null
      } else if (!verdict.isSoon) return 'later'
    }
  }
}

/** Yjs fails where something that it would follow to the left has been collected; then nothing is brought back. */
function unlessCollected(run: () => void): void {
  try {
    run()
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
  }
}

class Editor {
  readonly doc = new Y.Doc()
  readonly #cards = this.doc.getMap<Y.Map<unknown>>('cards')
  readonly #own = Symbol('own edits')
  readonly #undo = new Y.UndoManager(this.#cards, { trackedOrigins: new Set([this.#own]), captureTimeout: 0 })

  act(random: Random): void {
    const title = this.#cards.get(CARD)?.get('title')
    const how = random()
    if (how < 0.25) unlessCollected(() => this.#undo.undo())
    else if (how < 0.35) unlessCollected(() => this.#undo.redo())
    else this.doc.transact(() => this.#change(random, title instanceof Y.Text ? title : null), this.#own)
  }

  #change(random: Random, title: Y.Text | null): void {
    if (title === null) {
      const card = new Y.Map<unknown>()
      this.#cards.set(CARD, card)
      card.set('title', new Y.Text('title'))
      return
    }
    const at = between(random, 0, title.length)
    const how = random()
    if (how < 0.15) this.#cards.delete(CARD)
    else if (how < 0.3) this.#cards.get(CARD)?.set('status', pickFrom(random, ['draft', 'approved']))
    else if (how < 0.65 || at === title.length) title.insert(at, 'abcdef'.slice(0, between(random, 1, 5)))
    else title.delete(at, Math.min(between(random, 1, 3), title.length - at))
  }

  pull(stored: Stored): void {
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(stored.doc, Y.encodeStateVector(this.doc)), 'remote')
  }

  push(stored: Stored, name: string): string | null {
    return stored.take(Y.encodeStateAsUpdate(this.doc, Y.encodeStateVector(stored.doc)), name)
  }
}

test('cards that are made, written in, removed, and brought back', () => {
  const seed = newSeed()
  process.stdout.write(`TEST_SEED=${seed}\n`)
  for (let sequence = 0; sequence < SEQUENCES; sequence++) {
    const random = seededRandom((seed + sequence) >>> 0)
    const stored = new Stored()
    const editors = { ann: new Editor(), ben: new Editor() }
    const meet = ([name, editor]: [string, Editor]): void => {
      expect(editor.push(stored, name), `sequence ${sequence}`).toBeNull()
      editor.pull(stored)
    }
    for (let act = 0; act < 30; act++) {
      const one = pickFrom(random, Object.entries(editors))
      one[1].act(random)
      if (random() < 0.3) meet(one)
    }
    for (let round = 0; round < 2; round++) Object.entries(editors).forEach(meet)
    const said = [stored, editors.ann, editors.ben].map(({ doc }) => JSON.stringify(doc.getMap('cards')))
    expect(new Set(said).size, `sequence ${sequence}`).toBe(1)
  }
})
