/** Puts blocks into a text, for seeds, imports and what is brought over from earlier versions. */
import type * as Y from 'yjs'
import { newMarker, type BlockFormat } from './block-format.ts'
import { formatsFor, type Marks } from './marks.ts'

export type NewInline =
  | { kind: 'letters'; letters: string; marks: Readonly<Marks> }
  | { kind: 'embed'; embed: object; marks: Readonly<Marks> }

export interface NewBlock {
  format: BlockFormat
  content: readonly NewInline[]
}

/** Writes behind whatever the text holds. */
export function appendBlocks(text: Y.Text, blocks: readonly NewBlock[], origin: unknown): void {
  const delta: { insert?: string | object; attributes?: object; retain?: number }[] = []
  if (text.length > 0) delta.push({ retain: text.length })
  for (const { format, content } of blocks) {
    delta.push({ insert: newMarker(format) })
    for (const inline of content) {
      const insert = inline.kind === 'letters' ? inline.letters : inline.embed
      delta.push({ insert, attributes: formatsFor(inline.marks) })
    }
  }
  // Sanitized: what Yjs calls so keeps a line break at the end, and without it leaves that one out.
  const write = (): void => text.applyDelta(delta, { sanitize: true })
  if (text.doc === null) write()
  else text.doc.transact(write, origin)
}
