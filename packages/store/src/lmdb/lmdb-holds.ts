/**
 * Holds in LMDB. What a person holds in a room is numbered, turn by turn, and a turn takes the place of the one that was
 * `mostAPerson` before it: so a hold reads and writes a few small values, however many there are.
 *
 * [room, 'id', id] → when, turn, person; [room, 'turn', person, place] → turn, id; [room, 'person', person] → when, turns.
 */
import type { RoomId } from '@briefboard/protocol'
import { RoomMissing } from '../errors.ts'
import type { Author, HoldLimits, Holds } from '../store.ts'
import type { Environment } from './environment.ts'
import { asBuffer } from './room-meta.ts'
import type { Transaction } from './transaction.ts'
import type { Writer } from './writer.ts'

/** Two numbers, and a person's id where one belongs to them. */
interface Value {
  first: number
  second: number
  person: Author
}

const PERSON_AT = 16

export function lmdbHolds(env: Environment, writer: Writer): Holds {
  return {
    hold: (room, id, person, limits) => writer.write((txn) => hold(txn, { room, id, person }, limits)),

    async holders(room, ids, keepMs) {
      env.refresh()
      const youngestFree = Date.now() - keepMs
      const holders = new Map<number, Author>()
      for (const id of ids) {
        const held = decoded(env.holds.get(idKey(room, id)))
        if (held !== null && held.first > youngestFree) holders.set(id, held.person)
      }
      return holders
    },
  }
}

/** Of a room that goes; in a transaction of its own. */
export function removeHolds(txn: Transaction, room: RoomId): void {
  for (const key of txn.env.holds.getKeys({ start: [room, ''], end: [room, '\uffff'] })) {
    txn.removeUnread(txn.env.holds, key)
  }
}

interface Asked {
  room: RoomId
  id: number
  person: Author
}

function hold(txn: Transaction, asked: Asked, limits: HoldLimits): Author {
  const { room, id, person } = asked
  if (txn.room(room) === null) throw new RoomMissing(room)
  const now = Date.now()
  const held = read(txn, idKey(room, id))
  if (held !== null && now - held.first < limits.keepMs) {
    if (held.person !== person || now - held.first < limits.renewMs) return held.person
  }
  const known = read(txn, personKey(room, person))
  if (known === null) makeRoomForAPerson(txn, room, limits.mostPersons)
  const turn = known?.second ?? 0
  const place = turnKey(room, person, turn % limits.mostAPerson)
  letGo(txn, { room, person, place })
  txn.put(txn.env.holds, idKey(room, id), encoded(now, turn, person))
  txn.put(txn.env.holds, place, encoded(turn, id))
  txn.put(txn.env.holds, personKey(room, person), encoded(now, turn + 1))
  return person
}

/** What was held in that place, unless it has been renewed or is another's since. */
function letGo(txn: Transaction, { room, person, place }: { room: RoomId; person: Author; place: string[] }): void {
  const taken = read(txn, place)
  if (taken === null) return
  const key = idKey(room, taken.second)
  const held = read(txn, key)
  if (held?.person === person && held.second === taken.first) txn.remove(txn.env.holds, key)
}

/** Persons who come within one commit do not see each other here: until the next one comes, there may be more than `most`. */
function makeRoomForAPerson(txn: Transaction, room: RoomId, most: number): void {
  const persons = keysUnder(txn.env, [room, 'person']).flatMap((key) => {
    const known = read(txn, key)
    return known === null ? [] : [{ key, at: known.first, person: key[2] ?? '' }]
  })
  const tooMany = Math.max(0, persons.length + 1 - most)
  for (const { key, person } of persons.sort((a, b) => a.at - b.at).slice(0, tooMany)) {
    for (const place of keysUnder(txn.env, [room, 'turn', person])) {
      letGo(txn, { room, person, place })
      txn.remove(txn.env.holds, place)
    }
    txn.remove(txn.env.holds, key)
  }
}

/** The keys of the last commit that begin so. */
function keysUnder(env: Environment, start: string[]): string[][] {
  // All keys of this table are lists of words.
  return [...env.holds.getKeys({ start: [...start, ''], end: [...start, '\uffff'] })] as string[][]
}

const idKey = (room: RoomId, id: number): string[] => [room, 'id', String(id)]
const turnKey = (room: RoomId, person: Author, place: number): string[] => [room, 'turn', person, String(place)]
const personKey = (room: RoomId, person: Author): string[] => [room, 'person', person]

const read = (txn: Transaction, key: string[]): Value | null => decoded(txn.get(txn.env.holds, key))

function encoded(first: number, second: number, person: Author = ''): Uint8Array {
  const bytes = Buffer.allocUnsafe(PERSON_AT + person.length)
  bytes.writeDoubleBE(first, 0)
  bytes.writeDoubleBE(second, 8)
  bytes.write(person, PERSON_AT, 'latin1')
  return bytes
}

function decoded(stored: Uint8Array | null | undefined): Value | null {
  if (!stored) return null
  const bytes = asBuffer(stored)
  return { first: bytes.readDoubleBE(0), second: bytes.readDoubleBE(8), person: bytes.toString('latin1', PERSON_AT) }
}
