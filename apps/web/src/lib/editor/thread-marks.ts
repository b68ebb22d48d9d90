/** Draws the passages that threads hang on into the editor, and keeps them in place while everybody types. */
import type { Anchor } from '@briefboard/board'
import { isFromText } from '@briefboard/text/editor'
import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey, type EditorState, type Transaction } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import type * as Y from 'yjs'
import { standOf } from './anchors.ts'
import { LostPassages, type Found, type LostPassage } from './lost-passages.ts'
import type { Range } from './words.ts'

export interface Passage {
  thread: string
  anchor: Anchor
  /** Open ones are highlighted; `quiet` ones can only be led to. */
  look: 'open' | 'active' | 'quiet'
}

interface Marks {
  passages: readonly Passage[]
  drawn: DecorationSet
  /** Passages whose anchors lead nowhere, as long as they have not been looked for by their words. */
  lost: readonly LostPassage[]
}

interface Options {
  text: Y.Text | null
  onChoose: (thread: string) => void
}

const key = new PluginKey<Marks>('thread-marks')

/** What a transaction is told of by its meta value. */
type Told = { kind: 'passages'; passages: readonly Passage[] } | { kind: 'found'; found: Found }

export const ThreadMarks = Extension.create<Options>({
  name: 'threadMarks',
  addOptions: () => ({ text: null, onChoose: () => undefined }),

  addProseMirrorPlugins() {
    const { text, onChoose } = this.options
    if (text === null) return []
    return [
      new Plugin<Marks>({
        key,
        state: {
          init: () => ({ passages: [], drawn: DecorationSet.empty, lost: [] }),
          apply: (transaction, marks) => next(text, transaction, marks),
        },
        view(view) {
          const search = new LostPassages({
            view,
            lost: () => key.getState(view.state)?.lost ?? [],
            onFound: (found) => view.dispatch(told(view.state.tr, { kind: 'found', found })),
          })
          return { update: () => search.look(), destroy: () => search.close() }
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
  told(transaction, { kind: 'passages', passages })

const told = (transaction: Transaction, what: Told): Transaction =>
  transaction.setMeta(key, what).setMeta('addToHistory', false)

/** The threads whose passage still has text, or is being looked for. */
export function placedThreads(state: EditorState): Set<string> {
  const marks = key.getState(state)
  return new Set([...(marks?.drawn.find().map(threadOf) ?? []), ...(marks?.lost.map(({ thread }) => thread) ?? [])])
}

/** One's own typing reaches the shared document only after this step, so it moves what is drawn; others' typing is there already. */
function next(text: Y.Text, transaction: Transaction, marks: Marks): Marks {
  const what = transaction.getMeta(key) as Told | undefined // Set above.
  const drawn = transaction.docChanged ? marks.drawn.map(transaction.mapping, transaction.doc) : marks.drawn
  if (what?.kind === 'found') return withFound({ ...marks, drawn }, what.found, transaction.doc)
  const passages = what?.passages ?? marks.passages
  if (what === undefined && !isFromText(transaction)) return drawn === marks.drawn ? marks : { ...marks, drawn }
  return draw(text, { ...marks, passages, drawn }, transaction.doc)
}

/** Passages that are lost stay where they were drawn until they have been looked for: they would flicker at each change. */
function draw(text: Y.Text, { passages, drawn }: Marks, doc: Node): Marks {
  const before = new Map(drawn.find().map((decoration): [string, Range] => [threadOf(decoration), decoration]))
  const lost: LostPassage[] = []
  const ranges = new Map<string, Range>()
  for (const { thread, anchor } of passages) {
    const stand = standOf(text, doc, anchor)
    const range = stand.range ?? before.get(thread)
    if (range !== undefined) ranges.set(thread, range)
    if (stand.range === null) lost.push({ thread, quote: anchor.quote, lostAt: stand.lostAt })
  }
  return { passages, drawn: drawnAt(passages, ranges, doc), lost }
}

function withFound({ passages, drawn, lost }: Marks, found: Found, doc: Node): Marks {
  const ranges = new Map(drawn.find().map((decoration): [string, Range] => [threadOf(decoration), decoration]))
  for (const { thread } of lost) ranges.delete(thread)
  for (const [thread, range] of found) ranges.set(thread, range)
  return { passages, drawn: drawnAt(passages, ranges, doc), lost: [] }
}

function drawnAt(passages: readonly Passage[], ranges: ReadonlyMap<string, Range>, doc: Node): DecorationSet {
  const decorations = passages.flatMap(({ thread, look }) => {
    const range = ranges.get(thread)
    if (range === undefined || range.to > doc.content.size) return []
    return [Decoration.inline(range.from, range.to, { class: `passage ${look}`, 'data-thread': thread }, { thread })]
  })
  return DecorationSet.create(doc, decorations)
}

/** Of several the shortest: it could not be reached otherwise. */
function threadAt(state: EditorState, position: number): string | null {
  const found = key.getState(state)?.drawn.find(position, position) ?? []
  const [shortest] = found.toSorted((a, b) => a.to - a.from - (b.to - b.from))
  return shortest === undefined ? null : threadOf(shortest)
}

const threadOf = (decoration: Decoration): string => String((decoration.spec as { thread: unknown }).thread)
