/** An assessment as plain blocks: what is read from a card's document, written into it by seeds, and rendered. */
import type { Citation } from './citation.ts'

export interface Text {
  type: 'text'
  text: string
  bold?: true
  italic?: true
  strike?: true
  /** Where it leads: an address of the web or of a mailbox. */
  link?: string
}

export interface CitationMark {
  type: 'citation'
  citation: Citation
}

export interface LineBreak {
  type: 'break'
}

export type Inline = Text | CitationMark | LineBreak

export type Block =
  | { type: 'paragraph'; content: Inline[] }
  | { type: 'heading'; level: 2 | 3; content: Inline[] }
  /** `start`: the number of an ordered one's first item, if it is not 1. */
  | { type: 'list'; ordered: boolean; start?: number; items: Block[][] }
  | { type: 'quote'; blocks: Block[] }

/** Every inline of the blocks, in reading order. */
export function* inlinesOf(blocks: readonly Block[]): Generator<Inline> {
  for (const block of blocks) {
    switch (block.type) {
      case 'paragraph':
      case 'heading':
        yield* block.content
        break
      case 'list':
        for (const item of block.items) yield* inlinesOf(item)
        break
      case 'quote':
        yield* inlinesOf(block.blocks)
        break
      default:
        block satisfies never
    }
  }
}

/** Plain text, a line a block; citations are left out. */
export function textOf(blocks: readonly Block[]): string {
  return blocks.map(blockText).join('\n')
}

function blockText(block: Block): string {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return block.content.map(inlineText).join('')
    case 'list':
      return block.items.map(textOf).join('\n')
    case 'quote':
      return textOf(block.blocks)
    default:
      return block satisfies never
  }
}

function inlineText(inline: Inline): string {
  switch (inline.type) {
    case 'text':
      return inline.text
    case 'break':
      return '\n'
    case 'citation':
      return ''
    default:
      return inline satisfies never
  }
}

export function citationsOf(blocks: readonly Block[]): Citation[] {
  return [...inlinesOf(blocks)].flatMap((inline) => (inline.type === 'citation' ? [inline.citation] : []))
}
