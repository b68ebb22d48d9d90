/** A room as it is when it is opened: a card of schema 1 is brought over before anybody is in it. (S8, decision 0032) */
import { bringOver, readHistory, type History } from '@briefboard/library'
import { Refusal } from '@briefboard/protocol'
import { StoreUnavailable, type Loaded } from '@briefboard/store'
import type { RoomOptions } from './room.ts'

/** Whoever is faster than we are that often does what is to be done. */
const MOST_ATTEMPTS = 5

interface Ready {
  loaded: Loaded
  history: History
}

/** @throws RoomMissing, StoreUnavailable; Refusal documents-busy */
export async function loadForOpening(options: RoomOptions): Promise<Ready> {
  const { store, id, name, memory, onFault } = options
  for (let attempt = 1; ; attempt++) {
    const ready = await load(options)
    if (name.kind !== 'card' || attempt > MOST_ATTEMPTS) return ready
    try {
      const done = await bringOver(store, id, { ...ready, memory })
      if (done === 'not-old' || done === 'damaged') return ready
    } catch (error) {
      if (error instanceof StoreUnavailable || error instanceof Refusal) throw error
      // It can be read and written in as it is, and stays so until somebody has seen to it.
      onFault(new Error(`${id} was not brought over into the form of this version.`, { cause: error }))
      return ready
    }
  }
}

async function load({ store, id }: RoomOptions): Promise<Ready> {
  const loaded = await store.log.load(id)
  return { loaded, history: await readHistory(loaded) }
}
