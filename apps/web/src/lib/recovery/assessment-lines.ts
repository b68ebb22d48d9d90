/** An assessment as plain lines that people can read, compare, copy and put into a file; a line a paragraph, in Markdown's signs. */
import type { Block, Inline } from '@briefboard/board'
import { citedWords } from '#lib/editor/chip-words.ts'

export function assessmentLines(blocks: readonly Block[]): string[] {
  return blocks.flatMap(blockLines).filter((line) => line.trim() !== '')
}

export function blockLines(block: Block): string[] {
  switch (block.type) {
    case 'paragraph':
      return [words(block.content)]
    case 'heading':
      return [`${'#'.repeat(block.level)} ${words(block.content)}`]
    case 'list':
      return block.items.flatMap((item, index) =>
        listItem(item, block.ordered ? `${(block.start ?? 1) + index}. ` : '- '),
      )
    case 'quote':
      return block.blocks.flatMap(blockLines).map((line) => `> ${line}`)
    default:
      return block satisfies never
  }
}

/** What follows the first line of an item stands under its words. */
function listItem(blocks: readonly Block[], sign: string): string[] {
  const lines = blocks.flatMap(blockLines)
  return (lines.length === 0 ? [''] : lines).map((line, index) => (index === 0 ? sign : ' '.repeat(sign.length)) + line)
}

const words = (content: readonly Inline[]): string => content.map(inlineWords).join('')

function inlineWords(inline: Inline): string {
  switch (inline.type) {
    case 'text':
      return inline.text
    case 'citation':
      return ` ${citedWords(inline.citation)}`
    case 'break':
      return ' '
    default:
      return inline satisfies never
  }
}

/** The blocks of `mine` that do not stand, word for word, in `theirs`. */
export function blocksOnlyIn(mine: readonly Block[], theirs: readonly Block[]): Block[] {
  const known = new Set(theirs.map(blockKey))
  return mine.filter((block) => blockKey(block).trim() !== '' && !known.has(blockKey(block)))
}

const blockKey = (block: Block): string => blockLines(block).join('\n')
