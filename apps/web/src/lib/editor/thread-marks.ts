/** Draws the passages that threads hang on into the editor, and keeps them in place while everybody types. */
import type { Anchor } from '@briefboard/board'
import { Extension } from '@tiptap/core'
import { Plugin, PluginKey, type EditorState, type Transaction } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import type * as Y from 'yjs'
import { rangeOf } from './anchors.ts'

export interface Passage {
  thread: string
  anchor: Anchor
  /** Open ones are highlighted; `quiet` ones can only be led to. */
  look: 'open' | 'active' | 'quiet'
}

interface Marks {
  passages: readonly Passage[]
  drawn: DecorationSet
}

interface Options {
  fragment: Y.XmlFragment | null
  onChoose: (thread: string) => void
}

const key = new PluginKey<Marks>('thread-marks')

export const ThreadMarks = Extension.create<Options>({
  name: 'threadMarks',
  addOptions: () => ({ fragment: null, onChoose: () => undefined }),

  addProseMirrorPlugins() {
    const { fragment, onChoose } = this.options
    if (fragment === null) return []
    return [
      new Plugin<Marks>({
        key,
        state: {
          init: () => ({ passages: [], drawn: DecorationSet.empty }),
          apply: (transaction, marks, _old, state) => next(fragment, transaction, marks, state),
        },
        props: {
          decorations: (state) => key.getState(state)?.drawn,
          handleClick(view, position) {
            const thread = threadAt(view.state, position)
            if (thread !== null) onChoose(thread)
            return false
          },
        },
      }),
    ]
  },
})

/** Shows these passages from now on. */
export const withPassages = (transaction: Transaction, passages: readonly Passage[]): Transaction =>
  transaction.setMeta(key, passages).setMeta('addToHistory', false)

/** The threads whose passage still has text. */
export const placedThreads = (state: EditorState): Set<string> =>
  new Set(key.getState(state)?.drawn.find().map(threadOf))

/** One's own typing reaches the shared document only after this step, so it moves what is drawn; others' typing is there already. */
function next(fragment: Y.XmlFragment, transaction: Transaction, marks: Marks, state: EditorState): Marks {
  // The meta values are set by `withPassages` and by y-tiptap.
  const passages = (transaction.getMeta(key) as readonly Passage[] | undefined) ?? marks.passages
  const fromShared =
    (transaction.getMeta(ySyncPluginKey) as { isChangeOrigin?: boolean } | undefined)?.isChangeOrigin === true
  if (passages !== marks.passages || fromShared) return { passages, drawn: draw(fragment, passages, state) }
  return transaction.docChanged ? { passages, drawn: marks.drawn.map(transaction.mapping, transaction.doc) } : marks
}

function draw(fragment: Y.XmlFragment, passages: readonly Passage[], state: EditorState): DecorationSet {
  const most = state.doc.content.size
  const decorations = passages.flatMap(({ thread, anchor, look }) => {
    const range = rangeOf(fragment, anchor)
    if (range === null || range.to > most) return []
    return [Decoration.inline(range.from, range.to, { class: `passage ${look}`, 'data-thread': thread }, { thread })]
  })
  return DecorationSet.create(state.doc, decorations)
}

/** Of several the shortest: it could not be reached otherwise. */
function threadAt(state: EditorState, position: number): string | null {
  const found = key.getState(state)?.drawn.find(position, position) ?? []
  const [shortest] = found.toSorted((a, b) => a.to - a.from - (b.to - b.from))
  return shortest === undefined ? null : threadOf(shortest)
}

const threadOf = (decoration: Decoration): string => String((decoration.spec as { thread: unknown }).thread)
