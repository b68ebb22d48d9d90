/** What kinds of mending there are, as the result of an import names them. */
import type { Repair } from '@briefboard/reports'

export const REPAIR_WORDS: Record<Repair['kind'], string> = {
  'split-word': 'Word split by a space',
  'split-punctuation': 'Space at a punctuation mark',
  'line-hyphen': 'Hyphen at a line’s end',
  'lost-hyphen': 'Hyphen that was lost',
  'paragraph-number': 'Paragraph that began inside a line',
}

/** Nothing to be seen stands for what is not there. */
export const shownPart = (part: string): string => part.replaceAll('\n', ' ⏎ ')
