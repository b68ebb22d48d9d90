/**
 * Terms in a tree by their letters, to be found by how they begin and by what is nearly alike. A letter's branch is looked up and
 * not searched for, so that a term takes the same time in every alphabet; looking through the tree goes in steps.
 */
import type { Steps } from '@briefboard/board'

/** So many nodes are looked at in less than a millisecond. */
const NODES_A_STEP = 500

interface Node<Value> {
  /** The letters that lead here from the node above. */
  label: string
  /** By the code of the first letter: numbers of which there are 65,536, whatever people write. */
  children: Map<number, Node<Value>> | null
  value: Value | null
}

/** A node that is still to be looked at. A tree that changes meanwhile changes labels, but not where the walk has come to. */
interface Ahead<Value> {
  node: Node<Value>
  label: string
  /** How many letters lead to its label. */
  depth: number
}

export interface Near<Value> {
  value: Value
  /** In how many letters it differs. */
  distance: number
}

export class TermTree<Value> {
  readonly #root: Node<Value> = { label: '', children: null, value: null }
  #size = 0

  /** How many terms have a value. */
  get size(): number {
    return this.#size
  }

  get(term: string): Value | null {
    return this.#pathTo(term)?.at(-1)?.value ?? null
  }

  /** What the term has; `make` gives it to one that has nothing. */
  getOrAdd(term: string, make: () => Value): Value {
    const node = this.#nodeFor(term)
    if (node.value === null) this.#size++
    return (node.value ??= make())
  }

  #nodeFor(term: string): Node<Value> {
    let node = this.#root
    for (let at = 0; at < term.length; at += node.label.length) {
      const child = node.children?.get(term.charCodeAt(at))
      if (child === undefined) return putBelow(node, { label: term.slice(at), children: null, value: null })
      const shared = sharedLength(child.label, term, at)
      node = shared === child.label.length ? child : split(node, child, shared)
    }
    return node
  }

  /** No node stays that leads to no term, or to one other node alone. */
  delete(term: string): void {
    const path = this.#pathTo(term)
    const last = path?.at(-1)
    if (path === null || last === undefined || last.value === null) return
    last.value = null
    this.#size--
    for (let at = path.length - 1; at > 0 && isBare(path[at]!); at--) takeOut(path[at - 1]!, path[at]!)
  }

  /** The nodes from the root to the term's own; null if it has none. */
  #pathTo(term: string): Node<Value>[] | null {
    const path = [this.#root]
    for (let at = 0; at < term.length; at += path.at(-1)!.label.length) {
      const child = path.at(-1)!.children?.get(term.charCodeAt(at))
      if (child === undefined || !term.startsWith(child.label, at)) return null
      path.push(child)
    }
    return path
  }

  /** What terms have that begin with `beginning`, itself among them. */
  *beginningWith(beginning: string, isOver: () => boolean): Steps<Value[]> {
    const found: Value[] = []
    const ahead = this.#below(beginning)
    for (let looked = 1; ahead.length > 0; looked++) {
      if (looked % NODES_A_STEP === 0) {
        if (isOver()) break
        yield
      }
      const node = ahead.pop()!
      if (node.value !== null) found.push(node.value)
      for (const child of node.children?.values() ?? []) ahead.push(child)
    }
    return found
  }

  /** The node below which all terms begin so, if there is one. */
  #below(beginning: string): Node<Value>[] {
    let node = this.#root
    for (let at = 0; at < beginning.length; at += node.label.length) {
      const child = node.children?.get(beginning.charCodeAt(at))
      if (child === undefined || sharedLength(child.label, beginning, at) < leastOf(child, beginning, at)) return []
      node = child
    }
    return [node]
  }

  /** What terms have that differ from `term` in `most` letters at most (Levenshtein's distance, in UTF-16 units). */
  *near(term: string, most: number, isOver: () => boolean): Steps<Near<Value>[]> {
    const found: Near<Value>[] = []
    const distances = new Distances(term, most)
    const ahead: Ahead<Value>[] = [{ node: this.#root, label: '', depth: 0 }]
    for (let looked = 1; ahead.length > 0; looked++) {
      if (looked % NODES_A_STEP === 0) {
        if (isOver()) break
        yield
      }
      const { node, label, depth } = ahead.pop()!
      if (!distances.follow(label, depth)) continue
      const end = depth + label.length
      const distance = distances.at(end)
      if (node.value !== null && distance <= most) found.push({ value: node.value, distance })
      for (const child of node.children?.values() ?? []) ahead.push({ node: child, label: child.label, depth: end })
    }
    return found
  }
}

/** How far the beginnings of terms are from those of the one that is looked for: a row for each letter on the way down the tree. */
class Distances {
  readonly #term: string
  readonly #most: number
  readonly #width: number
  readonly #rows: Uint8Array

  constructor(term: string, most: number) {
    this.#term = term
    this.#most = most
    this.#width = term.length + 1
    // What is further from the diagonal is never written, and too far.
    this.#rows = new Uint8Array((this.#width + most) * this.#width).fill(most + 1)
    for (let column = 0; column < this.#width; column++) this.#rows[column] = column
    for (let row = 0; row < this.#width + most; row++) this.#rows[row * this.#width] = row
  }

  /** Fills the rows of the label's letters; false as soon as no term on this way can be near. */
  follow(label: string, depth: number): boolean {
    if (depth + label.length >= this.#width + this.#most) return false
    for (let at = 0; at < label.length; at++)
      if (this.#fill(depth + at + 1, label.charCodeAt(at)) > this.#most) return false
    return true
  }

  /** @returns the smallest distance in the row */
  #fill(row: number, letter: number): number {
    const rows = this.#rows
    const own = row * this.#width
    const above = own - this.#width
    let least = rows[own]!
    const end = Math.min(this.#width - 1, row + this.#most)
    for (let column = Math.max(0, row - this.#most - 1); column < end; column++) {
      const differs = letter === this.#term.charCodeAt(column) ? 0 : 1
      const distance = Math.min(rows[above + column]! + differs, rows[above + column + 1]! + 1, rows[own + column]! + 1)
      rows[own + column + 1] = distance
      if (distance < least) least = distance
    }
    return least
  }

  /** The distance of the whole term from the letters that were followed up to `depth`. */
  at(depth: number): number {
    return this.#rows[(depth + 1) * this.#width - 1]!
  }
}

function sharedLength(label: string, term: string, at: number): number {
  const most = Math.min(label.length, term.length - at)
  let shared = 0
  while (shared < most && label.charCodeAt(shared) === term.charCodeAt(at + shared)) shared++
  return shared
}

const leastOf = ({ label }: Node<unknown>, beginning: string, at: number): number =>
  Math.min(label.length, beginning.length - at)

function putBelow<Value>(parent: Node<Value>, child: Node<Value>): Node<Value> {
  parent.children ??= new Map()
  parent.children.set(child.label.charCodeAt(0), child)
  return child
}

/** Puts a node between the two, after the first letters of the label. */
function split<Value>(parent: Node<Value>, child: Node<Value>, letters: number): Node<Value> {
  const between = putBelow(parent, { label: child.label.slice(0, letters), children: null, value: null })
  child.label = child.label.slice(letters)
  putBelow(between, child)
  return between
}

const isBare = ({ value, children }: Node<unknown>): boolean => value === null && (children?.size ?? 0) < 2

/** A bare node: what is below it takes its place. */
function takeOut<Value>(parent: Node<Value>, node: Node<Value>): void {
  const child = node.children?.values().next().value
  if (child !== undefined) {
    child.label = node.label + child.label
    putBelow(parent, child)
    return
  }
  parent.children?.delete(node.label.charCodeAt(0))
  if (parent.children?.size === 0) parent.children = null
}
