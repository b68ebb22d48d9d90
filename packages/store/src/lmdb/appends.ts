/** The hot path: all appends that come in before the next commit are one piece of work for the writer. (S2) */
import type { RoomId } from '@briefboard/protocol'
import { EpochChanged, RoomMissing } from '../errors.ts'
import { ONE_TERM } from '../follower.ts'
import type { LocalFeed } from '../local-feed.ts'
import type { Author, Entry, Epoch, Position, UpdateLog } from '../store.ts'
import { seal } from './sealed-bytes.ts'
import type { Transaction } from './transaction.ts'
import type { Writer } from './writer.ts'

interface Append {
  epoch: Epoch
  update: Uint8Array
  author: Author
  /** Where the transaction put it, or why it did not. */
  outcome: Position | Error
  resolve(position: Position): void
  reject(error: unknown): void
}

type Group = Map<RoomId, Append[]>

export interface Appends {
  append: UpdateLog['append']
  /** What is appended from now on comes after whatever the writer is given now. */
  cut(): void
}

export function appends(writer: Writer, feed: LocalFeed): Appends {
  let open: Group | null = null

  function start(): Group {
    const group: Group = new Map()
    const close = (): void => {
      if (open === group) open = null
    }
    const work = (txn: Transaction): void => {
      close()
      for (const [room, list] of group) appendTo(txn, room, list)
    }
    writer.write(work, { afterFlush: () => settle(group, feed) }).catch((error: unknown) => {
      close()
      for (const list of group.values()) for (const each of list) each.reject(error)
    })
    return group
  }

  return {
    append: (room, epoch, update, author) =>
      new Promise((resolve, reject) => {
        const item = { epoch, update, author, outcome: 0, resolve, reject }
        open ??= start()
        const list = open.get(room)
        if (list) list.push(item)
        else open.set(room, [item])
      }),
    cut: () => void (open = null),
  }
}

function appendTo(txn: Transaction, room: RoomId, list: readonly Append[]): void {
  const meta = txn.room(room)
  const before = meta?.position
  const at = Date.now()
  for (const item of list) {
    if (meta?.epoch !== item.epoch) {
      item.outcome = meta ? new EpochChanged(room) : new RoomMissing(room)
      continue
    }
    const position = ++meta.position
    item.outcome = position
    txn.putUnread(txn.env.log, [room, position], seal(item.update, at, item.author))
  }
  if (meta && meta.position !== before) txn.saveRoom(room, meta)
}

/** Answers everybody, then tells the followers of each room of all its new entries together. */
function settle(group: Group, feed: LocalFeed): void {
  for (const [room, list] of group) {
    const entries: Entry[] = []
    let epoch = ''
    for (const item of list) {
      const { outcome: position, author, update } = item
      if (typeof position !== 'number') {
        item.reject(position)
        continue
      }
      item.resolve(position)
      entries.push({ position, author, update })
      epoch = item.epoch
    }
    if (entries.length > 0) feed.publish(room, { epoch, ...ONE_TERM, entries })
  }
}
