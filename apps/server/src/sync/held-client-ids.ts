/**
 * Whose a client id is before anything was written with it (S4). Whoever has been here under one, with the right to write,
 * holds it, also after having gone: what was written offline comes later. Holds lie in the store beside the room's log, and
 * nothing is remembered here: so they outlive the room and the process, and all nodes have the same. (Decision 0030)
 */
import type { Right, RoomId } from '@briefboard/protocol'
import type { Author, HoldLimits, Holds } from '@briefboard/store'

const DAY_MS = 24 * 60 * 60 * 1000

/**
 * No device is likely to come back later than that with what was written on it. A page takes a new client id whenever it is
 * loaded; only its person's own later ones take its place. All of a room's holds take 35 MB at the very most.
 */
export const HOLD_LIMITS: HoldLimits = { keepMs: 90 * DAY_MS, renewMs: DAY_MS, mostAPerson: 500, mostPersons: 250 }

export class HeldClientIds {
  readonly #holds: Holds
  readonly #room: RoomId

  constructor(holds: Holds, room: RoomId) {
    this.#holds = holds
    this.#room = room
  }

  /**
   * Whether nobody else holds it. It is held from then on if the person may write: who is told of it only after this
   * cannot have been faster. @throws StoreUnavailable, RoomMissing
   */
  async admits(client: number, person: Author, right: Right): Promise<boolean> {
    if (right === 'write') return (await this.#holds.hold(this.#room, client, person, HOLD_LIMITS)) === person
    return ((await this.holdersOf([client])).get(client) ?? person) === person
  }

  /** Those of them that somebody holds. @throws StoreUnavailable */
  holdersOf(clients: readonly number[]): Promise<ReadonlyMap<number, Author>> {
    return this.#holds.holders(this.#room, clients, HOLD_LIMITS.keepMs)
  }
}
