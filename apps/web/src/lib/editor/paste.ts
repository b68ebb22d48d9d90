/** What is pasted becomes blocks of the text; what a text cannot hold is left out, and named. */
import { blockNode, letterNodes } from '@briefboard/text/editor'
import { Extension } from '@tiptap/core'
import { Fragment, Slice, type Schema } from '@tiptap/pm/model'
import { Plugin } from '@tiptap/pm/state'
import { looksLikeMarkdown, markdownBlocks, plainBlocks, type MarkdownBlock } from './markdown.ts'
import { flatBlocks } from './pasted-html.ts'

interface Options {
  /** In words, to be shown. */
  onLeftOut: (words: string) => void
}

/** Of letters, or of HTML's; a browser draws that in time, and a document may have no more of it. */
const MOST_LETTERS = 400_000
const MOST_HTML = 6_000_000

export const Paste = Extension.create<Options>({
  name: 'pastedBlocks',
  addOptions: () => ({ onLeftOut: () => undefined }),

  addProseMirrorPlugins() {
    const { onLeftOut } = this.options
    return [
      new Plugin({
        props: {
          handlePaste(_, event) {
            const { clipboardData } = event
            if (clipboardData === null || !isTooMuch(clipboardData)) return false
            onLeftOut('That is too much to paste at once. Nothing was changed. Paste it in parts of some 60,000 words.')
            return true
          },
          transformPastedHTML(html) {
            const { html: blocks, leftOut } = flatBlocks(html)
            if (leftOut.length > 0) onLeftOut(`Pasted without ${listed(leftOut)}: a text cannot hold that.`)
            return blocks
          },
          clipboardTextParser: (text, _, isPlain, { state: { schema } }) =>
            sliceOf(schema, !isPlain && looksLikeMarkdown(text) ? markdownBlocks(text) : plainBlocks(text)),
        },
      }),
    ]
  },
})

const isTooMuch = (data: DataTransfer): boolean =>
  data.getData('text/plain').length > MOST_LETTERS || data.getData('text/html').length > MOST_HTML

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`

/** The first and the last paragraph go on in those that they are pasted into. */
function sliceOf(schema: Schema, blocks: readonly MarkdownBlock[]): Slice {
  const nodes = blocks.map(({ format, content }) =>
    blockNode(
      schema,
      format,
      content.flatMap(({ letters, marks }) => letterNodes(schema, letters, marks)),
    ),
  )
  const [first, last] = [blocks[0], blocks.at(-1)]
  const isOpen = (block: MarkdownBlock | undefined): boolean =>
    block?.format.kind === 'paragraph' && !block.format.quote
  return new Slice(Fragment.from(nodes), isOpen(first) ? 1 : 0, isOpen(last) ? 1 : 0)
}
