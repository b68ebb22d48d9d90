/** How many documents each person has open on this node, and by how many connections (S12). */
import { Refusal, type RoomId } from '@briefboard/protocol'

/** 0: any number. */
export interface MostVisits {
  roomsPerPerson: number
  /** Several pages may show one document; each connection takes memory, and whoever comes hears of each. */
  connectionsPerPerson: number
}

interface Person {
  connections: number
  /** Connections by room. */
  rooms: Map<RoomId, number>
}

export class Visits {
  readonly #most: MostVisits
  readonly #people = new Map<string, Person>()

  constructor(most: MostVisits) {
    this.#most = most
  }

  /** Gives what to call, once, when the connection ends. @throws Refusal too-many-rooms */
  enter(name: string, room: RoomId): () => void {
    const person = this.#people.get(name) ?? { connections: 0, rooms: new Map<RoomId, number>() }
    const { rooms } = person
    const { roomsPerPerson, connectionsPerPerson } = this.#most
    const isRoomTooMuch = roomsPerPerson > 0 && rooms.size >= roomsPerPerson && !rooms.has(room)
    const isConnectionTooMuch = connectionsPerPerson > 0 && person.connections >= connectionsPerPerson
    if (isRoomTooMuch || isConnectionTooMuch) throw new Refusal('too-many-rooms')
    person.connections++
    this.#people.set(name, person)
    rooms.set(room, (rooms.get(room) ?? 0) + 1)
    return () => {
      person.connections--
      const left = (rooms.get(room) ?? 1) - 1
      if (left > 0) rooms.set(room, left)
      else rooms.delete(room)
      if (rooms.size === 0) this.#people.delete(name)
    }
  }
}
