/** Sub-paragraphs (a), (b), (c), and (i), (ii) below them, where a paragraph's text has them in order. */
import type { SubParagraph } from './model.ts'
import { romanNumber } from './headings.ts'
import { sentenceAround } from './sentences.ts'

interface Label {
  label: string
  from: number
  /** Where its text begins. */
  textFrom: number
  /** It opens a line, so its text goes to the line's end and not only to the sentence's. */
  opensLine: boolean
}

const LABEL = /(?<=^|\s)\(([a-z]|[ivx]{2,5})\)\s+/g
/** "in paragraph 3 (a) of": a citation, no sub-paragraph. */
const CITED = /(?:\bparas?\.|\bparagraphs?|\d)\s*$/i

export function subParagraphsOf(text: string): SubParagraph[] {
  const labels = inOrder(labelsOf(text))
  return labels.map(({ label, parent, textFrom, from, opensLine }, index) => {
    const next = labels.slice(index + 1).find((other) => parent !== null || other.parent === null)
    const to = next === undefined ? endOfLast(text, textFrom, opensLine) : text.slice(0, next.from).trimEnd().length
    return { label, parent, text: text.slice(textFrom, to), from, to }
  })
}

function labelsOf(text: string): Label[] {
  return [...text.matchAll(LABEL)].flatMap(({ 0: whole, 1: label = '', index }) => {
    if (CITED.test(text.slice(Math.max(0, index - 20), index))) return []
    const opensLine = index === 0 || text.charAt(index - 1) === '\n'
    return [{ label, from: index, textFrom: index + whole.length, opensLine }]
  })
}

/** The labels that follow each other from (a) or (i) on; a list has two at least. */
function inOrder(labels: readonly Label[]): (Label & { parent: string | null })[] {
  const found: (Label & { parent: string | null })[] = []
  let letter = 0
  let roman = 0
  for (const label of labels) {
    const asLetter = label.label.length === 1 ? label.label.charCodeAt(0) - 96 : 0
    const asRoman = /^[ivx]+$/.test(label.label) ? romanNumber(label.label.toUpperCase()) : 0
    if (asLetter === letter + 1) {
      letter = asLetter
      roman = 0
      found.push({ ...label, parent: null })
    } else if (asRoman === roman + 1) {
      roman = asRoman
      found.push({ ...label, parent: letter === 0 ? null : String.fromCharCode(96 + letter) })
    }
  }
  return found.filter(({ parent }) => found.filter((other) => other.parent === parent).length >= 2)
}

function endOfLast(text: string, textFrom: number, opensLine: boolean): number {
  const lineEnd = text.indexOf('\n', textFrom)
  const end = lineEnd < 0 ? text.length : lineEnd
  return opensLine ? end : Math.min(end, sentenceAround(text, textFrom)[1])
}
