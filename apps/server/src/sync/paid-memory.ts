/**
 * Who pays for the memory of open documents: those who are in a room pay for it in equal parts. Whoever fills documents
 * alone pays for all of them, and whoever only meets many others pays little. (S12, decision 0029)
 */
import type { Person } from '@briefboard/protocol'

/** As much of a room as is looked at. */
export interface PaidRoom {
  audience: Iterable<{ person: Pick<Person, 'id'> }>
  size: { memory: number }
}

const peopleIn = ({ audience }: PaidRoom): Set<string> =>
  new Set(Iterator.from(audience).map(({ person }) => person.id))

/** What a person pays, in bytes, and for which room the most. */
interface Bill<R extends PaidRoom> {
  bytes: number
  dearest: R
  ofDearest: number
}

function billsOf<R extends PaidRoom>(rooms: Iterable<R>): Map<string, Bill<R>> {
  const bills = new Map<string, Bill<R>>()
  for (const room of rooms) {
    const people = peopleIn(room)
    const part = room.size.memory / people.size
    for (const person of people) {
      const bill = bills.get(person) ?? { bytes: 0, dearest: room, ofDearest: 0 }
      bill.bytes += part
      if (part > bill.ofDearest) Object.assign(bill, { dearest: room, ofDearest: part })
      bills.set(person, bill)
    }
  }
  return bills
}

/** What a person would pay who comes into a room. */
export function bytesWith<R extends PaidRoom>(rooms: Iterable<R>, person: string, room: R): number {
  let bytes = 0
  for (const each of new Set([...rooms, room])) {
    const people = peopleIn(each)
    if (each === room) people.add(person)
    if (people.has(person)) bytes += each.size.memory / people.size
  }
  return bytes
}

/** People who pay for more than this, and the room that each pays the most for. */
export const whoPaysTooMuch = <R extends PaidRoom>(rooms: Iterable<R>, most: number): [person: string, dearest: R][] =>
  [...billsOf(rooms)].flatMap(([person, { bytes, dearest }]) => (bytes > most ? [[person, dearest]] : []))

/** The room that costs whoever pays the most; null where nobody pays more than `moreThan`. */
export function dearestOfAll<R extends PaidRoom>(rooms: Iterable<R>, moreThan: number): R | null {
  let most: Bill<R> | null = null
  for (const bill of billsOf(rooms).values()) if (bill.bytes > (most?.bytes ?? moreThan)) most = bill
  return most?.dearest ?? null
}
