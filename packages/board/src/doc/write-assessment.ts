/** Writes an assessment's blocks into its document; for seeds, imports and what is put back. */
import { appendBlocks, PLAIN, type Marks, type NewInline } from '@briefboard/text'
import type * as Y from 'yjs'
import type { Block, Inline, Text } from '../assessment.ts'
import { flattenBlocks } from '../nest-blocks.ts'
import { embedFor } from './assessment.ts'
import { assessmentOf } from './schema.ts'

/** Writes behind whatever the document holds. */
export function writeAssessment(doc: Y.Doc, blocks: readonly Block[], origin: unknown): void {
  const flat = flattenBlocks(blocks)
  appendBlocks(
    assessmentOf(doc),
    flat.map(({ format, content }) => ({ format, content: content.map(newInline) })),
    origin,
  )
}

function newInline(inline: Inline): NewInline {
  switch (inline.type) {
    case 'text':
      return { kind: 'letters', letters: inline.text, marks: marksOf(inline) }
    case 'break':
      return { kind: 'letters', letters: '\n', marks: PLAIN }
    case 'citation':
      return { kind: 'embed', embed: embedFor(inline.citation), marks: PLAIN }
    default:
      return inline satisfies never
  }
}

const marksOf = ({ bold, italic, strike, link }: Text): Marks => ({
  bold: bold === true,
  italic: italic === true,
  strike: strike === true,
  link: link ?? null,
})
