/** A text without what does not count when words are compared, and the way back from each of its places to the text. */
import { folded } from '@briefboard/board'

export type Range = [from: number, to: number]

export interface Normalized {
  text: string
  /** Of the text that was normalized: what stands at these places of `text`. */
  back: (from: number, to: number) => Range
}

const CLUSTER = /\s+|[^\s\p{M}]\p{M}*|\p{M}+/gu

/** As quotations are compared: white space is a matter of lines, accents have one form. */
export const asQuoted = (text: string): Normalized =>
  normalized(text, (cluster) => (isPlain(cluster) ? cluster : cluster.normalize('NFC')))
/** As one who searches types: besides, without case and accents. */
export const asSearched = (text: string): Normalized =>
  normalized(text, (cluster) => (isPlain(cluster) ? cluster.toLowerCase() : folded(cluster)))

/** Nearly all of a long document is, and it is read letter by letter. */
const isPlain = (cluster: string): boolean => cluster.length === 1 && cluster < '\u0080'

/** All places where `words` stand in `where`, in order, none over another. Both normalized in one way. */
export function placesOf(words: Normalized, where: Normalized): Range[] {
  const wanted = words.text.trim()
  const found: Range[] = []
  if (wanted === '') return found
  for (let at = where.text.indexOf(wanted); at >= 0; at = where.text.indexOf(wanted, at + wanted.length))
    found.push(where.back(at, at + wanted.length))
  return found
}

function normalized(text: string, form: (cluster: string) => string): Normalized {
  let out = ''
  const begins: number[] = []
  const ends: number[] = []
  for (const { 0: cluster, index } of text.matchAll(CLUSTER)) {
    const formed = /^\s/.test(cluster) ? ' ' : form(cluster)
    for (let unit = 0; unit < formed.length; unit++) {
      begins.push(index)
      ends.push(index + cluster.length)
    }
    out += formed
  }
  return { text: out, back: (from, to) => [begins[from] ?? text.length, ends[to - 1] ?? text.length] }
}
