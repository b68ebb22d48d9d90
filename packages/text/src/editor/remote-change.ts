/** What others have written into the text, into the document: place by place, so that selections and carets stay where they are. */
import { Fragment, Slice, type Node, type Schema } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'
import * as Y from 'yjs'
import { isSameFormat, PARAGRAPH, readFormat, type BlockFormat } from '../block-format.ts'
import { changesOf, type Change } from '../changes.ts'
import { MARK_NAMES, readMarks, type Formats } from '../marks.ts'
import { unitsOf, type Unit } from '../units.ts'
import { blockNode, embedNode, foreignNodes, letterNodes } from './from-text.ts'
import { formatOf, marksFor, type EmbedNodes } from './schema.ts'

/** What the events of one transaction have changed. */
export interface TextChanges {
  /** Of the text itself. */
  units: readonly Change[]
  /** Markers that stayed and are of another format now. */
  markers: ReadonlySet<Y.Map<unknown>>
}

export function textChanges(text: Y.Text, events: readonly Y.YEvent<Y.AbstractType<unknown>>[]): TextChanges {
  let units: Change[] = []
  const markers = new Set<Y.Map<unknown>>()
  for (const event of events) {
    if (event.target === text)
      units = changesOf(event as Y.YTextEvent) // An event of a text is one of its kind.
    else if (event.target instanceof Y.Map && event.target.parent === text) markers.add(event.target)
  }
  return { units, markers }
}

/** `wasUnmarked`: whether the text, as the document shows it, began with something other than a marker. */
export function readChanges(
  tr: Transaction,
  text: Y.Text,
  { units, markers }: TextChanges,
  wasUnmarked: boolean,
  embeds: EmbedNodes,
): void {
  const reader = new Reader(tr, wasUnmarked, embeds)
  reader.take(units)
  if (markers.size > 0) reader.setFormats(text, markers)
}

class Reader {
  readonly #tr: Transaction
  readonly #embeds: EmbedNodes
  /** The first block of the document has no marker in the text. */
  #isUnmarked: boolean

  constructor(tr: Transaction, isUnmarked: boolean, embeds: EmbedNodes) {
    this.#tr = tr
    this.#isUnmarked = isUnmarked
    this.#embeds = embeds
  }

  get #schema(): Schema {
    return this.#tr.doc.type.schema
  }

  take(changes: readonly Change[]): void {
    let at = 0
    for (const change of changes) {
      switch (change.kind) {
        case 'keep':
          if (change.looks !== null) this.#look(at, change.units, change.looks)
          at += change.units
          break
        case 'delete':
          this.#delete(at, change.units)
          break
        case 'insert':
          this.#insert(at, change.unit)
          at += change.unit.units
          break
        default:
          change satisfies never
      }
    }
  }

  /** Where a unit stands: in which block, and at which place; the place of a marker is in front of its block. */
  #at(unit: number): { block: number; start: number; node: Node; place: number; isMarker: boolean } {
    const { doc } = this.#tr
    let rest = this.#isUnmarked ? unit + 1 : unit
    let start = 0
    for (let block = 0; ; block++) {
      const node = doc.child(block)
      const units = node.content.size + 1
      if (rest < units || block === doc.childCount - 1)
        return { block, start, node, place: start + rest, isMarker: rest === 0 }
      rest -= units
      start += node.nodeSize
    }
  }

  /** Where something is put in front of a unit: behind the one before it, which is in the block that goes on. */
  #before(unit: number): number {
    if (unit === 0) return this.#isUnmarked ? 1 : 0
    const { place } = this.#at(unit - 1)
    return place + 1
  }

  #insert(at: number, unit: Unit): void {
    const marks = readMarks(unit.formats)
    switch (unit.kind) {
      case 'block':
        return this.#split(at, readFormat(unit.marker))
      case 'letters':
        return this.#put(at, letterNodes(this.#schema, unit.letters, marks))
      case 'embed':
        return this.#put(at, [embedNode(this.#schema, this.#embeds, unit.embed, marks)])
      case 'foreign':
        return this.#put(at, foreignNodes(this.#schema, unit.words(), unit.units, marks))
      default:
        return unit satisfies never
    }
  }

  #put(unit: number, nodes: Node[]): void {
    if (unit === 0 && !this.#isUnmarked) {
      this.#tr.insert(0, blockNode(this.#schema, PARAGRAPH, nodes))
      this.#isUnmarked = true
    } else {
      const place = this.#before(unit)
      this.#tr.replace(place, place, new Slice(Fragment.from(nodes), 0, 0))
    }
  }

  #split(unit: number, format: BlockFormat): void {
    if (unit > 0) {
      this.#tr.split(this.#before(unit), 1, [{ type: this.#tr.doc.child(0).type, attrs: { ...format } }])
    } else if (this.#isUnmarked) {
      this.#setFormat(0, format)
      this.#isUnmarked = false
    } else this.#tr.insert(0, blockNode(this.#schema, format))
  }

  #delete(unit: number, count: number): void {
    for (let left = count; left > 0;) {
      const { block, node, start, place, isMarker } = this.#at(unit)
      if (isMarker) {
        this.#deleteMarker(block, start, node)
        left--
      } else {
        const length = Math.min(left, start + node.nodeSize - 1 - place)
        this.#tr.delete(place, place + length)
        left -= length
      }
      this.#dropEmptyFirst()
    }
  }

  #deleteMarker(block: number, start: number, node: Node): void {
    if (block > 0) this.#tr.join(start)
    else {
      this.#setFormat(0, PARAGRAPH)
      this.#isUnmarked = true
      if (node.content.size === 0) this.#dropEmptyFirst()
    }
  }

  /** Nothing stands before the first marker, so there is no block. */
  #dropEmptyFirst(): void {
    const first = this.#tr.doc.child(0)
    if (!this.#isUnmarked || first.content.size > 0 || this.#tr.doc.childCount === 1) return
    this.#tr.delete(0, first.nodeSize)
    this.#isUnmarked = false
  }

  #look(unit: number, count: number, { from, to }: { from: Formats; to: Formats }): void {
    const known = MARK_NAMES.filter((name) => from.get(name) !== to.get(name))
    if (known.length === 0) return
    const on = marksFor(this.#schema, readMarks(to))
    for (let left = count, at = unit; left > 0;) {
      const { node, start, place, isMarker } = this.#at(at)
      const length = isMarker ? 1 : Math.min(left, start + node.nodeSize - 1 - place)
      if (!isMarker) {
        for (const name of known) {
          const mark = on.find(({ type }) => type.name === name)
          if (mark === undefined) this.#tr.removeMark(place, place + length, this.#schema.marks[name])
          else this.#tr.addMark(place, place + length, mark)
        }
      }
      at += length
      left -= length
    }
  }

  #setFormat(place: number, format: BlockFormat): void {
    const node = this.#tr.doc.nodeAt(place)
    if (node !== null && !isSameFormat(formatOf(node), format)) this.#tr.setNodeMarkup(place, undefined, { ...format })
  }

  setFormats(text: Y.Text, changed: ReadonlySet<Y.Map<unknown>>): void {
    let block = this.#isUnmarked ? 0 : -1
    const places = new Map<number, BlockFormat>()
    for (const unit of unitsOf(text)) {
      if (unit?.kind !== 'block') continue
      block++
      if (changed.has(unit.marker)) places.set(block, readFormat(unit.marker))
    }
    let place = 0
    for (let at = 0; at < this.#tr.doc.childCount; at++) {
      const format = places.get(at)
      if (format !== undefined) this.#setFormat(place, format)
      place += this.#tr.doc.child(at).nodeSize
    }
  }
}
