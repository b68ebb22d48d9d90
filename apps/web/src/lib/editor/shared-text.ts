/** The assessment's shared document, measured as the editor measures it: sizes of nodes, and where words stand. */
import * as Y from 'yjs'

/** Positions as ProseMirror counts them. */
export interface Range {
  from: number
  to: number
}

export type Parent = Y.XmlFragment | Y.XmlElement
export type SharedNode = Parent | Y.XmlText

/** Nodes of the editor's schema that have no inside. */
const LEAVES: ReadonlySet<string> = new Set(['citation', 'hardBreak'])

export const isNode = (type: unknown): type is SharedNode => type instanceof Y.XmlFragment || type instanceof Y.XmlText

export function childrenOf(parent: SharedNode): SharedNode[] {
  if (parent instanceof Y.XmlText) return []
  return parent.toArray().filter((node): node is Y.XmlElement | Y.XmlText => !(node instanceof Y.XmlHook))
}

export function sizeOf(node: SharedNode): number {
  if (node instanceof Y.XmlText) return node.length
  if (isLeaf(node)) return 1
  return childrenOf(node).reduce((sum, child) => sum + sizeOf(child), 2)
}

const isLeaf = (node: SharedNode): boolean => node instanceof Y.XmlElement && LEAVES.has(node.nodeName)

/** Everywhere that `words` stand. Breaks and runs of spaces count as one space, citations as nothing: as quotations are made. */
export function findWords(fragment: Y.XmlFragment, words: string): Range[] {
  if (words === '') return []
  const letters = [...lettersOf(fragment, 0)].filter(
    ({ letter }, index, all) => letter !== ' ' || all[index - 1]?.letter !== ' ',
  )
  const text = letters.map(({ letter }) => letter).join('')
  const found: Range[] = []
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    const [first, last] = [letters[at], letters[at + words.length - 1]]
    if (first !== undefined && last !== undefined) found.push({ from: first.position, to: last.position + 1 })
  }
  return found
}

interface Letter {
  /** One UTF-16 unit, as positions count. */
  letter: string
  position: number
}

/** `position` is that of the parent's first child. */
function* lettersOf(parent: SharedNode, position: number): Generator<Letter> {
  let at = position
  for (const child of childrenOf(parent)) {
    if (child instanceof Y.XmlText) yield* lettersIn(child, at)
    else if (!isLeaf(child)) {
      yield* lettersOf(child, at + 1)
      yield { letter: ' ', position: at + sizeOf(child) - 1 }
    } else if (child instanceof Y.XmlElement && child.nodeName === 'hardBreak') yield { letter: ' ', position: at }
    at += sizeOf(child)
  }
}

function* lettersIn(node: Y.XmlText, position: number): Generator<Letter> {
  const runs: { insert: unknown }[] = node.toDelta()
  let at = position
  for (const { insert } of runs) {
    const text = typeof insert === 'string' ? insert : ''
    for (let index = 0; index < text.length; index++)
      yield { letter: /\s/.test(text[index] ?? '') ? ' ' : (text[index] ?? ''), position: at + index }
    at += typeof insert === 'string' ? text.length : 1
  }
}
