/** Where words stand in a text, as the editor has it: for passages whose anchors lead nowhere. */
import type { Node } from '@tiptap/pm/model'

/** Positions as ProseMirror counts them. */
export interface Range {
  from: number
  to: number
}

/** The words of a text, and where each of their letters (UTF-16 units, as positions count) stands. */
export interface Words {
  text: string
  positions: readonly number[]
}

/** Breaks and runs of spaces count as one space, citations as nothing: as quotations are made. */
export function wordsIn(doc: Node): Words {
  const pieces: string[] = []
  const positions: number[] = []
  let endsWithSpace = false
  const add = (text: string, position: number): void => {
    for (let index = 0; index < text.length; index++) {
      const letter = text.charAt(index)
      const isSpace = /\s/.test(letter)
      if (isSpace && endsWithSpace) continue
      pieces.push(isSpace ? ' ' : letter)
      positions.push(position + index)
      endsWithSpace = isSpace
    }
  }
  doc.descendants((node, position) => {
    if (node.isTextblock && position > 0) add(' ', position)
    else if (node.isText) add(node.text ?? '', position)
    else if (node.type.name === 'hardBreak') add(' ', position)
  })
  return { text: pieces.join(''), positions }
}

/**
 * Everywhere that `words` stand, overlapping ones too, in order. Each letter is looked at once, whatever repeats itself
 * (Knuth, Morris and Pratt): whoever has found enough stops asking.
 */
export function* findWords({ text, positions }: Words, words: string): Generator<Range> {
  if (words === '' || words.length > text.length) return
  const shorter = borders(words)
  let matched = 0
  for (let at = 0; at < text.length; at++) {
    while (matched > 0 && (matched === words.length || text[at] !== words[matched])) matched = shorter[matched] ?? 0
    if (text[at] === words[matched]) matched++
    if (matched < words.length) continue
    const [first, last] = [positions[at - words.length + 1], positions[at]]
    if (first !== undefined && last !== undefined) yield { from: first, to: last + 1 }
  }
}

/** For each length of a beginning of `words`: the longest shorter beginning with which it ends. */
function borders(words: string): Uint32Array {
  const lengths = new Uint32Array(words.length + 1)
  let length = 0
  for (let at = 1; at < words.length; at++) {
    while (length > 0 && words[at] !== words[length]) length = lengths[length] ?? 0
    if (words[at] === words[length]) length++
    lengths[at + 1] = length
  }
  return lengths
}
