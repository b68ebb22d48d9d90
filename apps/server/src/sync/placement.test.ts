/** S3: what editors write passes, at once or in parts; what cannot have been written where it says does not. */
import { describe, expect, test } from 'vitest'
import * as fc from 'fast-check'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { applyStored, Ledger } from '@briefboard/library'
import { contentHash, joinUpdates, type Scan } from '@briefboard/protocol'
import {
  between,
  chainOf,
  crowdOf,
  handMade,
  newSeed,
  pickFrom,
  pileOf,
  randomItems,
  seededRandom,
} from '@briefboard/testkit'
import { Gate } from './gate.ts'

const AUTHOR = 'ann'
/** More of them find more: so many in each run of all tests. */
const RUNS = Number(process.env['TEST_RUNS'] ?? 40)

/** A room without a store: what is accepted is on its way until `store` is called. */
class Desk {
  readonly doc = new Y.Doc()
  readonly #ledger = new Ledger()
  readonly #gate: Gate
  /** What is stored, in order. */
  readonly log: Scan[] = []
  readonly #onTheWay: Scan[] = []

  /** `looks`: how many items are passed in one go. */
  constructor(looks?: { atOnce: number; anItem: number }) {
    this.#gate = new Gate(this.#ledger, () => this.doc, looks === undefined ? {} : { looks })
  }

  get isIdle(): boolean {
    return this.#onTheWay.length === 0
  }

  /** Takes what it accepts, and says what is to be done next. */
  submit(update: Uint8Array): 'done' | 'again' | 'soon' | 'gap' | 'refused' {
    const asked = this.#gate.judge(update, AUTHOR)
    if (asked.kind === 'unasked') this.#gate.learn(update, asked.clients, new Map())
    const verdict = asked.kind === 'unasked' ? this.#gate.judge(update, AUTHOR) : asked
    if (verdict.kind === 'refuse') return verdict.code === 'gap' ? 'gap' : 'refused'
    if (verdict.kind === 'accept') {
      this.#gate.pass(verdict, AUTHOR)
      this.#onTheWay.push(verdict.scan)
    }
    if (verdict.kind === 'later' && verdict.isSoon) return 'soon'
    return verdict.kind === 'later' || (verdict.kind === 'accept' && !verdict.isWhole) ? 'again' : 'done'
  }

  /** Stores the oldest that is on its way. */
  store(): void {
    const scan = this.#onTheWay.shift()
    if (scan === undefined) return
    this.#ledger.take(scan, AUTHOR)
    this.#gate.take(scan, AUTHOR)
    applyStored(this.doc, scan.update)
    this.log.push(scan)
    if (this.isIdle) this.#gate.settled()
  }

  /** Submits an update until all of it is stored, as a connection does. */
  settle(update: Uint8Array): 'done' | 'gap' | 'refused' {
    for (;;) {
      const outcome = this.submit(update)
      if (outcome === 'soon') continue
      if (outcome !== 'again') return outcome
      expect(this.isIdle, 'what is to come again waits for something').toBe(false)
      this.storeAll()
    }
  }

  storeAll(): void {
    while (!this.isIdle) this.store()
  }
}

/** An update of one item, made by hand: the letter x between two neighbours. */
const itemBetween = (client: number, left: [number, number] | null, right: [number, number] | null): Uint8Array =>
  encoding.encode((encoder) => {
    for (const number of [1, 1, client, 0]) encoding.writeVarUint(encoder, number)
    encoding.writeUint8(encoder, 4 | (left === null ? 0 : 0x80) | (right === null ? 0 : 0x40)) // a string
    for (const number of [...(left ?? []), ...(right ?? [])]) encoding.writeVarUint(encoder, number)
    encoding.writeVarString(encoder, 'x')
    encoding.writeVarUint(encoder, 0)
  })

/** Client 1 writes "ab", 2 writes "xy" between the two, having seen them, and 1 writes "c" at the end, having seen all. */
function sharedText(): Desk {
  const desk = new Desk()
  const one = Object.assign(new Y.Doc(), { clientID: 1 })
  one.getText('t').insert(0, 'ab')
  const two = Object.assign(new Y.Doc(), { clientID: 2 })
  Y.applyUpdate(two, Y.encodeStateAsUpdate(one))
  two.getText('t').insert(1, 'xy')
  Y.applyUpdate(one, Y.encodeStateAsUpdate(two))
  one.getText('t').insert(4, 'c')
  expect(desk.settle(Y.encodeStateAsUpdate(one))).toBe('done')
  desk.storeAll()
  expect(desk.doc.getText('t').toJSON()).toBe('axybc')
  return desk
}

describe('S3: an item stands between neighbours that its author saw side by side', () => {
  test.each([
    ['side by side', [1, 0], [2, 0], 'done'],
    ['at the end', [1, 2], null, 'done'],
    ['at the beginning', null, [1, 0], 'done'],
    ['as seen before another wrote between them', [1, 0], [1, 1], 'done'],
    ['as seen before another wrote on', [2, 0], [1, 1], 'done'],
    ['the right one left of the left one', [1, 1], [1, 0], 'refused'],
    ['one between them that the right one’s author knew', [1, 0], [1, 2], 'refused'],
    ['before a character in the middle of a run, not behind its neighbour', [1, 0], [2, 1], 'refused'],
    ['at the beginning, but right of more', null, [1, 1], 'refused'],
  ] as const)('%s', (_, left, right, expected) => {
    expect(sharedText().settle(itemBetween(5, left && [...left], right && [...right]))).toBe(expected)
  })

  test('nor does it pass when it is told together with its neighbours', () => {
    const desk = new Desk()
    const whole = Y.encodeStateAsUpdate(sharedText().doc)
    expect(desk.settle(Y.mergeUpdates([whole, itemBetween(5, [1, 1], [1, 0])]))).toBe('refused')
  })
})

type Letter = readonly [client: number, clock: number]
/** Right of a letter, or the first in a root. */
type Spot = Letter | string
type Letters = readonly [client: number, clock: number, spots: readonly Spot[]]

/** Letters of clients, each from a clock on, made by hand. */
const lettersOf = (...sections: readonly Letters[]): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, sections.length)
    for (const [client, clock, spots] of sections) {
      for (const number of [spots.length, client, clock]) encoding.writeVarUint(encoder, number)
      for (const spot of spots) {
        encoding.writeUint8(encoder, typeof spot === 'string' ? 4 : 0x84)
        for (const number of typeof spot === 'string' ? [1] : spot) encoding.writeVarUint(encoder, number)
        if (typeof spot === 'string') encoding.writeVarString(encoder, spot)
        encoding.writeVarString(encoder, 'x')
      }
    }
    encoding.writeVarUint(encoder, 0)
  })

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index)

function store(desk: Desk, ...sections: readonly Letters[]): void {
  expect(desk.settle(lettersOf(...sections))).toBe('done')
  desk.storeAll()
}

/** Clients of one letter each, from a number on. */
function storeCrowd(desk: Desk, first: number, size: number): void {
  for (let from = 0; from < size; from += 2000)
    store(desk, ...upTo(2000).map((at): Letters => [first + from + at, 0, [`root ${first + from + at}`]]))
}

/** One client, from a clock on, writes beside each of a crowd. */
function storeKnower(desk: Desk, client: number, clock: number, first: number, size: number): void {
  for (let from = 0; from < size; from += 2000)
    store(desk, [client, clock + from, upTo(2000).map((at) => [first + from + at, 0] as const)])
}

test('S12: what an author must have known is found in a short time, however many have known whom how far', () => {
  const [links, others, hub, crowd, chain] = [1500, 12_000, 99_999, 100_000, 200_000]
  const desk = new Desk()
  store(desk, [1, 0, ['t']])
  // Each of a chain has known the one before, and a little more of the hub, which knew all others in the end.
  store(desk, [hub, 0, upTo(links).map((link) => `hub ${link}`)])
  for (const link of upTo(links).toReversed())
    store(desk, [chain + link, 0, [[hub, link], link === links - 1 ? 'chain' : [chain + link + 1, 1]]])
  storeCrowd(desk, crowd, others)
  storeKnower(desk, hub, links, crowd, others)
  // The last of them writes at the end of a text, and behind that two who do not hear of each other.
  store(desk, [chain, 2, [[1, 0]]])
  store(desk, [2, 0, [[chain, 2]]])
  const before = process.cpuUsage()
  expect(desk.settle(lettersOf([3, 0, [[chain, 2]]]))).toBe('done')
  const { user, system } = process.cpuUsage(before)
  expect((user + system) / 1000).toBeLessThan(100)
})

test('S3: where it takes several goes to find out what an author must have known, that decides in the end', () => {
  const size = 4000
  const desk = new Desk()
  store(desk, [1, 0, ['t']], [2, 0, ['s']])
  // Behind the first letter of each text stands another; only that in t has somebody heard of.
  store(desk, [3, 0, [[1, 0]]], [4, 0, [[2, 0]]])
  for (const knower of [10, 11, 12, 13]) {
    const crowd = knower * 10_000
    storeCrowd(desk, crowd, size)
    store(desk, [knower, 0, [knower === 10 ? [3, 0] : [knower - 1, size]]])
    storeKnower(desk, knower, 1, crowd, size)
  }
  store(desk, [20, 0, [[13, size]]], [21, 0, [[13, size]]])
  const judge = (update: Uint8Array): { outcome: string; goes: number } => {
    for (let goes = 1; ; goes++) {
      const outcome = desk.submit(update)
      if (outcome !== 'soon') return { outcome, goes }
    }
  }
  const [known, unknown] = [judge(lettersOf([20, 1, [[1, 0]]])), judge(lettersOf([21, 1, [[2, 0]]]))]
  expect([known.outcome, unknown.outcome]).toEqual(['refused', 'done'])
  expect(unknown.goes).toBeGreaterThan(1)
})

/** What stands between two neighbours is passed in many goes. */
const FEW_LOOKS = { atOnce: 2, anItem: 0 }

describe('S12: what is put where many stand of whom its author did not know is bounded', () => {
  test('a crowd of client ids at one place', () => {
    const desk = new Desk()
    const outcomes = upTo(8).map((at) => settled(desk, crowdOf('t', 1000 + at * 2400, 2400)))
    expect(outcomes[0]).toBe('done')
    expect(outcomes.at(-1)).toBe('refused')
    expectBuiltWithin(desk, 4000)
    expectOrdinaryEdits(desk)
  }, 120_000)

  test('also when all of it comes before any of it is stored', () => {
    const desk = new Desk()
    const updates = upTo(18).map((at) => crowdOf('t', 1000 + at * 1000, 1000))
    const outcomes = updates.map((update) => desk.submit(update))
    desk.storeAll()
    expect(outcomes.map((outcome, at) => (outcome === 'again' ? settled(desk, updates[at]!) : outcome))).toContain(
      'refused',
    )
    expectBuiltWithin(desk, 4000)
  }, 120_000)

  test.each([
    ['each of another client', () => crowdOf('t', 5000, 1000)],
    ['each before the one before', () => pileOf('t', 5000, 0, 1000)],
  ])(
    'a thousand among sixty thousand, %s',
    (_, thousand) => {
      const desk = new Desk()
      for (let clock = 0; clock < 60_000; clock += 4000)
        expect(settled(desk, chainOf('t', 7, clock, 4000))).toBe('done')
      expect(settled(desk, thousand())).toBe('refused')
      expectBuiltWithin(desk, 5000)
      expectOrdinaryEdits(desk)
    },
    120_000,
  )

  test('and whoever was offline is taken, with three hundred items among three thousand of others', () => {
    const desk = new Desk()
    for (const client of [1, 2, 3]) expect(settled(desk, chainOf('t', client, 0, 1000))).toBe('done')
    expect(settled(desk, pileOf('t', 9, 0, 300))).toBe('done')
    const alone = handMade('t', ...upTo(300).map((at) => ({ client: 100 + at, clock: 0, items: [{}] })))
    expect(settled(desk, alone)).toBe('done')
    expect(desk.doc.getArray('t').length).toBe(3600)
  })
})

function settled(desk: Desk, update: Uint8Array): 'done' | 'gap' | 'refused' {
  const outcome = desk.settle(update)
  desk.storeAll()
  return outcome
}

/** In the order of the log, in ms of the processor's time. */
function expectBuiltWithin({ log, doc }: Desk, mostMs: number): void {
  const before = process.cpuUsage()
  const copy = new Y.Doc()
  copy.transact(() => log.forEach(({ update }) => applyStored(copy, update)))
  const { user, system } = process.cpuUsage(before)
  expect((user + system) / 1000).toBeLessThan(mostMs)
  expect(contentHash(copy)).toBe(contentHash(doc))
}

/** Typing, and two who write at one place at the same time. */
function expectOrdinaryEdits(desk: Desk): void {
  const [one, two] = [800_001, 800_002].map((clientID) => Object.assign(new Y.Doc(), { clientID })) as [Y.Doc, Y.Doc]
  for (const doc of [one, two]) {
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(desk.doc))
    const before = Y.encodeStateVector(doc)
    doc.getText('honest').insert(0, 'Honest. ')
    doc.getArray('t').push([1, 2, 3])
    expect(settled(desk, Y.encodeStateAsUpdate(doc, before))).toBe('done')
  }
}

const ACTIONS = ['text', 'cut', 'element', 'inner', 'list', 'map', 'remove', 'format', 'undo', 'redo'] as const

describe('S3: of what passes, every copy makes the same document', () => {
  test('items put together at random, between people who write', () => {
    const seed = newSeed()
    for (let run = 0; run < RUNS; run++) {
      const random = seededRandom(seed + run)
      const desk = new Desk(run % 2 === 0 ? undefined : FEW_LOOKS)
      const people = [1, 2, 3].map((clientID) => new Editor(clientID, desk))
      for (let step = 0; step < 60; step++) {
        const editor = pickFrom(random, people)
        if (random() < 0.5) editor.hear(Y.encodeStateAsUpdate(desk.doc))
        const text = editor.doc.getText('chaos')
        text.insert(between(random, 0, text.length), 'ab')
        if (text.length > 8) text.delete(between(random, 0, text.length - 1), 1)
        editor.send()
        for (let items = 0; items < 12; items++) {
          const clients = random() < 0.2 ? [4, between(random, 5, 9)] : [between(random, 4, 9)]
          desk.submit(randomItems(random, desk.doc, clients))
          if (random() < 0.8) desk.storeAll()
        }
        if (step % 20 === 19) expectOneDocument(desk, `TEST_SEED=${seed + run}, step ${step}`)
      }
    }
  })
})

/** In whatever pieces, and in whatever order, a copy hears of what is stored. */
function expectOneDocument({ doc, log }: Desk, where: string): void {
  const copies = [
    (copy: Y.Doc) => applyStored(copy, Y.encodeStateAsUpdate(doc)),
    (copy: Y.Doc) => joinUpdates(log).forEach((update) => applyStored(copy, update)),
    (copy: Y.Doc) => copy.transact(() => log.forEach(({ update }) => applyStored(copy, update))),
    (copy: Y.Doc) => log.toReversed().forEach(({ update }) => applyStored(copy, update)),
  ]
  for (const [way, fill] of copies.entries()) {
    const copy = new Y.Doc()
    fill(copy)
    expect(contentHash(copy), `${where}, way ${way}`).toBe(contentHash(doc))
  }
}

describe('S3: whatever editors do passes', () => {
  // Tabs of one person hear of each other directly; nobody else hears of what is not stored.
  const step = fc.record({
    who: fc.nat(3),
    at: fc.nat(100),
    does: fc.constantFrom(...ACTIONS, ...ACTIONS, 'hear', 'send', 'send', 'store', 'come back', 'tell tab'),
  })

  test('texts, elements, lists and maps, undone and redone; typed on the way, offline, and in two tabs', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), fc.boolean(), (steps, isPatient) => {
        const desk = new Desk(isPatient ? undefined : FEW_LOOKS)
        const people = [1, 2, 3, 4].map((clientID) => new Editor(clientID, desk))
        for (const { who, at, does } of steps) {
          const editor = people[who]!
          if (does === 'hear') editor.hear(Y.encodeStateAsUpdate(desk.doc))
          else if (does === 'send') editor.send()
          else if (does === 'store') desk.store()
          else if (does === 'come back') editor.comeBack()
          else if (does === 'tell tab') people[who ^ 1]!.hear(Y.encodeStateAsUpdate(editor.doc))
          else editor.edit(does, at)
        }
        for (const editor of people) editor.comeBack()
        desk.storeAll()
        for (const editor of people) editor.hear(Y.encodeStateAsUpdate(desk.doc))
        expect(people.map(({ doc }) => contentHash(doc))).toEqual(people.map(() => contentHash(desk.doc)))
      }),
      { numRuns: 10 * RUNS },
    )
  })
})

class Editor {
  readonly doc: Y.Doc
  readonly #desk: Desk
  readonly #undo: Y.UndoManager
  #unsent: Uint8Array[] = []

  constructor(clientID: number, desk: Desk) {
    this.doc = Object.assign(new Y.Doc(), { clientID })
    this.#desk = desk
    const roots = [this.doc.getText('t'), this.doc.getXmlFragment('x'), this.doc.getArray('a'), this.doc.getMap('m')]
    this.#undo = new Y.UndoManager(roots, { captureTimeout: 0 })
    this.doc.on('update', (update: Uint8Array) => this.#unsent.push(update))
  }

  /** As the provider does, this is sent on as an update too. */
  hear(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update, 'heard')
  }

  send(): void {
    const update = this.#unsent.shift()
    if (update === undefined) return
    const outcome = this.#desk.settle(update)
    if (outcome === 'gap') this.comeBack()
    else expect(outcome).toBe('done')
  }

  /** After a time away, or when something is missing: sends all that is not stored, as one update. */
  comeBack(): void {
    this.#unsent = []
    // The question for the rest may have been asked before some of it was stored; then it is asked again.
    const outcome = this.#desk.settle(this.#rest())
    if (outcome === 'gap') this.#desk.storeAll()
    expect(outcome === 'gap' ? this.#desk.settle(this.#rest()) : outcome).toBe('done')
  }

  #rest(): Uint8Array {
    return Y.encodeStateAsUpdate(this.doc, Y.encodeStateVector(this.#desk.doc))
  }

  edit(action: (typeof ACTIONS)[number], at: number): void {
    if (action === 'undo') this.#undo.undo()
    else if (action === 'redo') this.#undo.redo()
    else edit(this.doc, action, at)
  }
}

function edit(doc: Y.Doc, action: string, at: number): void {
  const [text, fragment, list, map] = [doc.getText('t'), doc.getXmlFragment('x'), doc.getArray('a'), doc.getMap('m')]
  const some = (length: number): number => at % (length + 1)
  const inside = fragment.length > 0 ? fragment.get(at % fragment.length) : null
  if (action === 'text') text.insert(some(text.length), 'ab')
  else if (action === 'cut' && text.length > 0) text.delete(at % text.length, 1)
  else if (action === 'format' && text.length > 1)
    text.format(at % (text.length - 1), 1, { bold: at % 2 === 0 || null })
  else if (action === 'element') fragment.insert(some(fragment.length), [new Y.XmlElement('p')])
  else if (action === 'inner' && inside instanceof Y.XmlElement) {
    inside.setAttribute('level', `${at}`)
    inside.insert(some(inside.length), [new Y.XmlText('inner')])
  } else if (action === 'list') list.insert(some(list.length), [at, new Y.Map([['k', at]])])
  else if (action === 'map') map.set(`k${at % 3}`, at % 2 === 0 ? at : new Y.Array())
  else if (action === 'remove') {
    if (fragment.length > 0) fragment.delete(at % fragment.length, 1)
    map.delete(`k${at % 3}`)
    if (list.length > 0) list.delete(at % list.length, 1)
  }
}
