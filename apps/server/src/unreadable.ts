/** Tells whoever runs the server which documents cannot be read: each once while the process lives, however often it is asked for. */
import type { OnUnreadable } from '@briefboard/library'

/** So many are remembered; a store with more has one cause, which was told. */
const MOST = 1000

export function tellOnce(onFault: (error: unknown) => void): OnUnreadable {
  const told = new Set<string>()
  return (room, error) => {
    if (told.has(room) || told.size >= MOST) return
    told.add(room)
    onFault(new Error(`${room} cannot be read; nothing of it was changed.`, { cause: error }))
  }
}
