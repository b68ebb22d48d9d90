/** Undo of one's own edits, with the selection as it was; what others have written since stays. */
import { TextSelection, type EditorState, type Transaction } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import * as Y from 'yjs'
import type { Binding } from './binding.ts'
import { positionOf, selectionAt, type Stood } from './places.ts'

const CAPTURE_MS = 500
const STOOD = 'stood'

type StackItem = Y.UndoManager['undoStack'][number]

export class TextUndo {
  readonly #text: Y.Text
  readonly #manager: Y.UndoManager
  readonly #view: () => EditorView | null
  /** Where the selection was before what is being done now. */
  #stood: Stood | null = null

  constructor(text: Y.Text, binding: Binding, view: () => EditorView | null) {
    this.#text = text
    this.#view = view
    this.#manager = new Y.UndoManager(text, { trackedOrigins: new Set([binding]), captureTimeout: CAPTURE_MS })
    this.#manager.on('stack-item-added', ({ stackItem, type }: { stackItem: StackItem; type: string }) => {
      if (type === 'undo' && this.#stood !== null && !stackItem.meta.has(STOOD)) stackItem.meta.set(STOOD, this.#stood)
    })
  }

  /** To be called with the state before each transaction. */
  note(state: EditorState): void {
    this.#stood = selectionAt(this.#text, state.doc, state.selection)
  }

  /** What is done next is a step of its own. */
  beginStep(): void {
    this.#manager.stopCapturing()
  }

  get canUndo(): boolean {
    return this.#manager.undoStack.length > 0
  }

  get canRedo(): boolean {
    return this.#manager.redoStack.length > 0
  }

  undo(): void {
    const item = this.#manager.undo()
    this.#standWhere(item)
  }

  redo(): void {
    this.#standWhere(this.#manager.redo())
  }

  #standWhere(item: StackItem | null): void {
    const view = this.#view()
    const stood = item?.meta.get(STOOD) as Stood | undefined // Set above.
    if (view === null || item === null) return
    const tr = view.state.tr.scrollIntoView()
    view.dispatch(stood === undefined ? tr : this.#selected(tr, stood))
  }

  #selected(tr: Transaction, stood: Stood): Transaction {
    const [anchor, head] = [stood.anchor, stood.head].map((place) => positionOf(this.#text, tr.doc, place))
    if (typeof anchor !== 'number' || typeof head !== 'number') return tr
    return tr.setSelection(TextSelection.between(tr.doc.resolve(anchor), tr.doc.resolve(head)))
  }

  close(): void {
    this.#manager.destroy()
  }
}
