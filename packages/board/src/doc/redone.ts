/**
 * What undo brings back within something that was brought back itself. Yjs looks for its neighbours by where it stood before,
 * and passes over what its author has written there since; such an item stands between two that are no neighbours, of which
 * no gate can know that all copies place it alike (SPEC.md, items that could not have been written where they say).
 */
import * as Y from 'yjs'

let isPlaced = false

/** From now on, what any `UndoManager` of this program brings back stands right behind its left neighbour. */
export function placeRedoneBesideNeighbours(): void {
  if (isPlaced) return
  isPlaced = true
  const { integrate } = Y.Item.prototype
  Y.Item.prototype.integrate = function (transaction, offset) {
    if (isRedone(this, transaction) && this.parent instanceof Y.AbstractType) {
      this.right = this.left === null ? this.parent._start : this.left.right
      this.rightOrigin = this.right === null ? null : this.right.id
    }
    integrate.call(this, transaction, offset)
  }
}

/** Under a key nothing is ever written before another. */
const isRedone = ({ id, parentSub }: Y.Item, { origin, doc }: Y.Transaction): boolean =>
  origin instanceof Y.UndoManager && id.client === doc.clientID && parentSub === null
