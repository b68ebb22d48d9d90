/** What the result of an import says of a document's numbering. */
import { counted } from '#lib/ui/words.ts'
import type { ImportFacts } from './import-facts.ts'

type Numbering = Pick<ImportFacts, 'numbers' | 'paragraphs' | 'unnumbered'>

/** "numbered 1 to 86 without a gap", or where the gaps are. */
export function numberingWords({ numbers, paragraphs, unnumbered }: Numbering): string {
  const [first] = numbers
  if (first === undefined) return paragraphs === 0 ? '' : 'none of them numbered, so they can be read, but not cited'
  const numbered =
    numbers.length === 1
      ? `numbered ${first[0]} to ${first[1]} without a gap`
      : `numbered ${numbers.map(([from, to]) => (from === to ? `${from}` : `${from} to ${to}`)).join(', ')}`
  return unnumbered === 0 ? numbered : `${numbered}; ${counted(unnumbered, 'paragraph')} without a number`
}
