/** Rooms full of clients, some of which write. */
import type { RunningServer } from '../servers/contender.ts'
import { Participant } from './participant.ts'
import type { Tally } from './tally.ts'
import type { Writer } from './writer.ts'

export interface CrowdOptions {
  server: RunningServer
  rooms: number
  clients: number
  writers: number
  tally: Tally
}

export interface Crowd {
  writers: Writer[]
  leave(): void
}

/** Everybody is there and has the first answer when this resolves. The last client of each room watches its writers. */
export async function gather({ server, rooms, clients, writers, tally }: CrowdOptions): Promise<Crowd> {
  const everybody: Participant[] = []
  const all: Writer[] = []
  for (let room = 0; room < rooms; room++) {
    const known: Writer[] = []
    const seat = { server, node: 0, room: `room-${room}`, tally, writers: known }
    // The first one makes the room.
    const here = [await Participant.join({ ...seat, number: 0 })]
    const others = Array.from({ length: clients - 1 }, (_, index) => Participant.join({ ...seat, number: index + 1 }))
    here.push(...(await Promise.all(others)))
    for (const participant of here.slice(0, writers)) participant.write()
    for (const writer of known) writer.watchedBy = here.at(-1) ?? null
    everybody.push(...here)
    all.push(...known)
  }
  return { writers: all, leave: () => everybody.forEach((participant) => participant.leave()) }
}
