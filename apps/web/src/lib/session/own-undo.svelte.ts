/** Undo on the board, over this person's own edits only; begins anew with each document that is followed. */
import { cardsMap } from '@briefboard/board'
import * as Y from 'yjs'

export class OwnUndo {
  /** Under which this person's edits are made. */
  readonly origin = Symbol('own edits')
  #manager: Y.UndoManager | null = null
  #undoSteps = $state(0)
  #redoSteps = $state(0)

  /** Gives how to let go of the document. */
  follow(doc: Y.Doc): () => void {
    const manager = new Y.UndoManager([doc.getMap('cards'), doc.getMap('board'), doc.getMap('figures')], {
      trackedOrigins: new Set([this.origin]),
    })
    this.#manager = manager
    const count = (): void => {
      this.#undoSteps = manager.undoStack.length
      this.#redoSteps = manager.redoStack.length
    }
    manager.on('stack-item-added', count)
    manager.on('stack-item-popped', count)
    count()
    return () => manager.destroy()
  }

  get canUndo(): boolean {
    return this.#undoSteps > 0
  }

  get canRedo(): boolean {
    return this.#redoSteps > 0
  }

  /** What is done next is undone by itself, not together with what was done just before. */
  step(): void {
    this.#manager?.stopCapturing()
  }

  /** The cards whose making is what `undo` takes back next. */
  get nextMade(): string[] {
    const { doc, undoStack = [] } = this.#manager ?? {}
    const next = undoStack.at(-1)
    if (doc === undefined || next === undefined) return []
    return [...cardsMap(doc)._map].flatMap(([id, item]) =>
      !item.deleted && Y.isDeleted(next.insertions, item.id) ? [id] : [],
    )
  }

  /** Written by this person since the document was opened here. */
  isOwn(item: Y.Item): boolean {
    return this.#manager?.undoStack.some(({ insertions }) => Y.isDeleted(insertions, item.id)) ?? false
  }

  undo(): void {
    this.#manager?.undo()
  }

  /** What would be taken back next stays as it is. */
  skip(): void {
    this.#manager?.undoStack.pop()
    this.#undoSteps = this.#manager?.undoStack.length ?? 0
  }

  redo(): void {
    this.#manager?.redo()
  }
}
