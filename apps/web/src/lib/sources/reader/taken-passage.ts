/** Which passage of a document is taken hold of in the page, and where on it the bar for that passage goes. */
import type { Passage } from './passage.ts'
import type { ReportReader } from './report-reader.svelte.ts'
import { selectedIn } from './selected.ts'

/** In pixels from the reader's own corner. */
export interface Spot {
  right: number
  top: number
  /** It lies over what it stands for, not under it. */
  isAbove: boolean
}

export function passageIn(host: HTMLElement, reader: ReportReader): Passage | 'many' | null {
  const selected = selectedIn(host)
  if (selected === null || selected === 'many') return selected
  const paragraph = reader.paragraph(selected.key)
  return paragraph === null ? null : { paragraph, range: selected.range }
}

/** Under the end of a selection, over the upper edge of a paragraph. */
export function spotOf(host: HTMLElement, passage: Passage | null, prefix: string): Spot | null {
  if (passage === null) return null
  const ground = host.getBoundingClientRect()
  if (passage.range === null) {
    const element = document.getElementById(`${prefix}${passage.paragraph.key}`)
    return element === null ? null : { right: 0, top: element.getBoundingClientRect().top - ground.top, isAbove: true }
  }
  const selection = getSelection()
  const lines = selection === null || selection.rangeCount === 0 ? [] : [...selection.getRangeAt(0).getClientRects()]
  const end = lines.findLast(({ width }) => width > 0)
  if (end === undefined) return null
  // The bar is about this wide; it stays inside.
  const right = Math.min(Math.max(0, ground.right - end.right - 60), Math.max(0, ground.width - 250))
  return { right, top: end.bottom - ground.top + 6, isAbove: false }
}
