/** A snippet in parts, so that what was found can be marked without making markup of text. */
import type { Snippet } from '@briefboard/protocol'

export interface Part {
  text: string
  isHit: boolean
}

export function markedParts({ text, hits }: Snippet): Part[] {
  const parts: Part[] = []
  let at = 0
  for (const [begin, end] of hits) {
    parts.push({ text: text.slice(at, begin), isHit: false }, { text: text.slice(begin, end), isHit: true })
    at = end
  }
  parts.push({ text: text.slice(at), isHit: false })
  return parts.filter((part) => part.text !== '')
}
