/** Undo on the board, over this person's own edits only; begins anew with each document that is followed. */
import { cardsMap, placeRedoneBesideNeighbours } from '@briefboard/board'
import * as Y from 'yjs'

export class OwnUndo {
  /** Under which this person's edits are made. */
  readonly origin = Symbol('own edits')
  #manager: Y.UndoManager | null = null
  #undoSteps = $state(0)
  #redoSteps = $state(0)

  /** Gives how to let go of the document. */
  follow(doc: Y.Doc): () => void {
    placeRedoneBesideNeighbours()
    const manager = new Y.UndoManager([doc.getMap('cards'), doc.getMap('board'), doc.getMap('figures')], {
      trackedOrigins: new Set([this.origin]),
    })
    this.#manager = manager
    manager.on('stack-item-added', () => this.#count())
    this.#count()
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

  /** False if others have changed since what it would take back: then all stays as it is. */
  undo(): boolean {
    return this.#last(this.#manager?.undoStack, () => this.#manager?.undo())
  }

  /** What would be taken back next stays as it is. */
  skip(): void {
    this.#manager?.undoStack.pop()
    this.#count()
  }

  /** False as in `undo`. */
  redo(): boolean {
    return this.#last(this.#manager?.redoStack, () => this.#manager?.redo())
  }

  /** Where there is nothing to do for the last step, Yjs would go on to the one before it, which nobody has asked for. */
  #last(stack: unknown[] = [], run: () => unknown): boolean {
    if (stack.length === 0) return true
    const before = stack.splice(0, stack.length - 1)
    try {
      return (run() ?? null) !== null
    } catch (error) {
      // Yjs fails where what it would follow has been collected, and then brings nothing back.
      reportError(error)
      return false
    } finally {
      stack.unshift(...before)
      this.#count()
    }
  }

  #count(): void {
    this.#undoSteps = this.#manager?.undoStack.length ?? 0
    this.#redoSteps = this.#manager?.redoStack.length ?? 0
  }
}
