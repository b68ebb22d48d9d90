/** Undo takes back one's own doing alone: a card that others have worked on since it was made is theirs too. */
import { assessmentOf, cardsMap, type Thread } from '@briefboard/board'
import * as Y from 'yjs'
import type { RoomSession } from './room.svelte.ts'

const ANSWER_WITHIN_MS = 5000

interface Looked {
  board: Y.Doc
  threads: readonly Thread[]
  /** What the person who wants to undo has written on the board. */
  isOwn: (item: Y.Item) => boolean
  openCard: (card: string) => RoomSession
  closeCard: (card: string) => Promise<void>
}

/** Also true where it cannot be told, as without a connection. */
export async function isBuiltOn(card: string, looked: Looked): Promise<boolean> {
  if (looked.threads.some((thread) => thread.card === card)) return true
  const fields = cardsMap(looked.board).get(card)
  if (fields instanceof Y.AbstractType && !isAllOwn(fields, looked.isOwn)) return true
  const room = looked.openCard(card)
  try {
    return !(await isAnswered(room)) || assessmentOf(room.doc).length > 0
  } finally {
    void looked.closeCard(card)
  }
}

function isAllOwn(type: Y.AbstractType<unknown>, isOwn: Looked['isOwn']): boolean {
  const items = [...type._map.values()]
  for (let item = type._start; item !== null; item = item.right) items.push(item)
  return items.every(
    (item) =>
      item.deleted || (isOwn(item) && !(item.content instanceof Y.ContentType && !isAllOwn(item.content.type, isOwn))),
  )
}

function isAnswered({ provider }: RoomSession): Promise<boolean> {
  return new Promise((resolve) => {
    if (provider.synced) return resolve(true)
    const heard = (synced: boolean): void => settle(synced)
    const timer = setTimeout(() => settle(false), ANSWER_WITHIN_MS)
    const settle = (isHere: boolean): void => {
      clearTimeout(timer)
      provider.off('sync', heard)
      resolve(isHere)
    }
    provider.on('sync', heard)
  })
}
