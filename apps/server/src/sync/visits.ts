/** How many documents each person has open on this node (S12). */
import { Refusal, type RoomId } from '@briefboard/protocol'

export class Visits {
  readonly #most: number
  /** Person → room → connections. */
  readonly #people = new Map<string, Map<RoomId, number>>()

  /** 0: any number. */
  constructor(most: number) {
    this.#most = most
  }

  /** Gives what to call, once, when the connection ends. @throws Refusal too-many-rooms */
  enter(person: string, room: RoomId): () => void {
    const rooms = this.#people.get(person) ?? new Map<RoomId, number>()
    if (this.#most > 0 && rooms.size >= this.#most && !rooms.has(room)) throw new Refusal('too-many-rooms')
    this.#people.set(person, rooms.set(room, (rooms.get(room) ?? 0) + 1))
    return () => {
      const left = (rooms.get(room) ?? 1) - 1
      if (left > 0) rooms.set(room, left)
      else rooms.delete(room)
      if (rooms.size === 0) this.#people.delete(person)
    }
  }
}
