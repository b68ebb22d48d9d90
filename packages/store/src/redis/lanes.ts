/** Keeps a room's appends in the order of their calls: one script a room is under way, the rest waits and goes together. */
import type { RoomId } from '@briefboard/protocol'
import type { Epoch, Position, UpdateLog } from '../store.ts'
import type { Packable } from './entry-pack.ts'

interface Waiting extends Packable {
  epoch: Epoch
  resolve(position: Position): void
  reject(error: unknown): void
}

/** Appends all of the entries under one epoch and gives the last one's position. */
export type AppendBatch = (room: RoomId, epoch: Epoch, entries: readonly Packable[]) => Promise<Position>

// A batch is one script, and a script holds up everybody else on that Redis.
const MOST_UPDATES = 256
const MOST_BYTES = 4 * 1024 * 1024

/**
 * Different rooms are pipelined freely. Within a room, a second script in flight could overtake the first when the
 * first must be sent again (script not loaded, a cluster's redirect); batching makes up for the wait.
 */
export function lanes(appendBatch: AppendBatch): UpdateLog['append'] {
  const waiting = new Map<RoomId, Waiting[]>()

  async function drain(room: RoomId, queue: Waiting[]): Promise<void> {
    // All that is given in this tick goes with the first batch.
    await Promise.resolve()
    while (queue.length > 0) {
      const batch = queue.splice(0, batchSize(queue))
      try {
        const { epoch } = batch[0]!
        const last = await appendBatch(room, epoch, batch)
        const first = last - batch.length + 1
        for (const [index, each] of batch.entries()) each.resolve(first + index)
      } catch (error) {
        for (const each of batch) each.reject(error)
      }
    }
    waiting.delete(room)
  }

  return (room, epoch, update, author) =>
    new Promise((resolve, reject) => {
      const item = { epoch, update, author, resolve, reject }
      const queue = waiting.get(room)
      if (queue) {
        queue.push(item)
        return
      }
      const started = [item]
      waiting.set(room, started)
      void drain(room, started)
    })
}

/** How many from the front fit into one script: of one epoch, and not too much. At least one. */
function batchSize(queue: Waiting[]): number {
  let bytes = 0
  let size = 0
  for (const { epoch, update } of queue) {
    bytes += update.byteLength
    if (size > 0 && (epoch !== queue[0]?.epoch || bytes > MOST_BYTES || size === MOST_UPDATES)) break
    size++
  }
  return size
}
