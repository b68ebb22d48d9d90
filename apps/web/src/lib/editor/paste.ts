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

/** What a browser reads and draws in time, counted before anything of it is read. */
const MOST = { letters: 400_000, lines: 5_000, html: 6_000_000, tags: 200_000 }
const TOO_MUCH =
  'That is too much to paste at once. Nothing was changed. Paste it in parts of some 60,000 words and 5,000 lines at most.'
const LINES = /\n|\r(?!\n)/g
const TAGS = /</g
const HTML_LINES = /<(?:p|div|li|tr|br|h[1-6]|pre|dt|dd|section|article|blockquote)\b/gi

export const Paste = Extension.create<Options>({
  name: 'pastedBlocks',
  addOptions: () => ({ onLeftOut: () => undefined }),

  addProseMirrorPlugins() {
    const { onLeftOut } = this.options
    return [
      new Plugin({
        props: {
          handleDOMEvents: {
            // Before the editor reads any of it.
            paste(_, event) {
              if (event.clipboardData === null || !isTooMuch(event.clipboardData)) return false
              event.preventDefault()
              onLeftOut(TOO_MUCH)
              return true
            },
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

function isTooMuch(data: DataTransfer): boolean {
  const [text, html] = ['text/plain', 'text/html'].map((type) => data.getData(type))
  if (html === undefined || html === '') return isMoreThan(text ?? '', MOST.letters, [[LINES, MOST.lines]])
  return isMoreThan(html, MOST.html, [
    [HTML_LINES, MOST.lines],
    [TAGS, MOST.tags],
  ])
}

function isMoreThan(text: string, letters: number, counts: readonly [RegExp, number][]): boolean {
  if (text.length > letters) return true
  return counts.some(([what, most]) => hasMoreThan(text, what, most))
}

function hasMoreThan(text: string, what: RegExp, most: number): boolean {
  let count = 0
  for (const _ of text.matchAll(what)) if (++count > most) return true
  return false
}

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
