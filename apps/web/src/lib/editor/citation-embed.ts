/** A citation in the text ⇄ its chip in the editor. */
import { citationIn as citationOf, embedFor } from '@briefboard/board'
import type { EmbedNodes } from '@briefboard/text/editor'
import { attributesOf, citationIn } from './citation-node.ts'

export const CITATION_EMBEDS: EmbedNodes = {
  nodeFor(embed, schema) {
    const citation = citationOf(embed)
    return citation === null ? null : schema.node('citation', attributesOf(citation))
  },
  embedOf: (node) => (node.type.name === 'citation' ? embedFor(citationIn(node.attrs)) : null),
}
