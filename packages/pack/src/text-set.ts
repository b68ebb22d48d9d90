/**
 * A set of texts that is searched for in one pass over a content (Aho and Corasick, 1975). Looking for each text by
 * itself takes as long as texts times content: two minutes for a board with 100,000 withheld words.
 */

export interface TextSet {
  /** Those of the texts that the content holds, each once. */
  foundIn(content: string): string[]
}

/** Without empty ones. */
export function openTextSet(texts: readonly string[]): TextSet {
  const edges = openEdges(texts.reduce((sum, { length }) => sum + length, 0))
  const ending = new Map<number, string>()
  for (const text of texts) ending.set(addText(edges, text), text)
  const { fallback, nextEnd } = linksOf(edges, ending)
  return {
    foundIn(content) {
      const found: string[] = []
      const seen = new Set<number>()
      let node = ROOT
      for (let at = 0; at < content.length; at++) {
        const unit = content.charCodeAt(at)
        while (node !== ROOT && edges.child(node, unit) === NONE) node = fallback[node] ?? ROOT
        node = Math.max(ROOT, edges.child(node, unit))
        // Those that end here; a chain that was followed once holds nothing new.
        for (let end = ending.has(node) ? node : (nextEnd[node] ?? ROOT); end !== ROOT && !seen.has(end);) {
          seen.add(end)
          found.push(ending.get(end) ?? '')
          end = nextEnd[end] ?? ROOT
        }
      }
      return found
    },
  }
}

const ROOT = 0
const NONE = -1

/** A tree of code units: nodes are numbers, in the order in which they were added. */
interface Edges {
  child(node: number, unit: number): number
  add(node: number, unit: number): number
  /** Each node but the root, parents before children. */
  count(): number
  parentOf(node: number): number
  unitOf(node: number): number
}

/** One table for all edges: an object a node would need fifty times the memory. */
function openEdges(most: number): Edges {
  const capacity = 2 ** Math.ceil(Math.log2(2 * most + 2))
  const table = new Int32Array(capacity)
  const parents = new Int32Array(most + 1)
  const units = new Uint16Array(most + 1)
  let nodes = 1
  // Where the edge stands, or where it would be put; 0 is no child of anybody and stands for an empty place.
  const placeOf = (node: number, unit: number): number => {
    let place = (Math.imul(node, 0x9e3779b1) ^ Math.imul(unit, 0x85ebca6b)) & (capacity - 1)
    for (let child = table[place] ?? 0; child !== 0; child = table[place] ?? 0) {
      if (parents[child] === node && units[child] === unit) break
      place = (place + 1) & (capacity - 1)
    }
    return place
  }
  return {
    child: (node, unit) => table[placeOf(node, unit)] || NONE,
    add(node, unit) {
      const added = nodes++
      parents[added] = node
      units[added] = unit
      table[placeOf(node, unit)] = added
      return added
    },
    count: () => nodes,
    parentOf: (node) => parents[node] ?? ROOT,
    unitOf: (node) => units[node] ?? 0,
  }
}

/** Gives the node at which the text ends. */
function addText(edges: Edges, text: string): number {
  let node = ROOT
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    const child = edges.child(node, unit)
    node = child === NONE ? edges.add(node, unit) : child
  }
  return node
}

interface Links {
  /** The node of the longest ending that also begins a text. */
  fallback: Int32Array
  /** The nearest node by fallbacks at which a text ends. */
  nextEnd: Int32Array
}

/** By depth, since a link leads to a node that lies less deep. */
function linksOf(edges: Edges, ending: ReadonlyMap<number, string>): Links {
  const fallback = new Int32Array(edges.count())
  const nextEnd = new Int32Array(edges.count())
  for (const node of byDepth(edges)) {
    const parent = edges.parentOf(node)
    if (parent !== ROOT) {
      const unit = edges.unitOf(node)
      let from = fallback[parent] ?? ROOT
      while (from !== ROOT && edges.child(from, unit) === NONE) from = fallback[from] ?? ROOT
      fallback[node] = Math.max(ROOT, edges.child(from, unit))
    }
    const link = fallback[node] ?? ROOT
    nextEnd[node] = ending.has(link) ? link : (nextEnd[link] ?? ROOT)
  }
  return { fallback, nextEnd }
}

/** All nodes but the root; counted into places, for there may be millions. */
function byDepth(edges: Edges): Int32Array {
  const count = edges.count()
  const depths = new Int32Array(count)
  let deepest = 0
  for (let node = 1; node < count; node++) {
    depths[node] = (depths[edges.parentOf(node)] ?? 0) + 1
    deepest = Math.max(deepest, depths[node] ?? 0)
  }
  const places = new Int32Array(deepest + 2)
  for (let node = 1; node < count; node++) places[(depths[node] ?? 0) + 1] = (places[(depths[node] ?? 0) + 1] ?? 0) + 1
  for (let depth = 1; depth < places.length; depth++) places[depth] = (places[depth] ?? 0) + (places[depth - 1] ?? 0)
  const sorted = new Int32Array(Math.max(0, count - 1))
  for (let node = 1; node < count; node++) {
    const depth = depths[node] ?? 0
    const place = places[depth] ?? 0
    places[depth] = place + 1
    sorted[place] = node
  }
  return sorted
}
