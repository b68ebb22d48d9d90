/** Presence as editors send it: who I am and where my cursor stands, as y-websocket's awareness frames. */
import { pushVarUint } from './typing.ts'
import type { Participant } from './participant.ts'
import type { Dialect } from './dialects.ts'

/** One client's presence; `move` sends its cursor at another place. */
export class Cursor {
  readonly #participant: Participant
  readonly #dialect: Dialect
  readonly #room: string
  readonly #client = 1 + Math.floor(Math.random() * 0xffff_fffe)
  #clock = 0

  constructor(participant: Participant, dialect: Dialect, room: string) {
    this.#participant = participant
    this.#dialect = dialect
    this.#room = room
  }

  move(): void {
    this.#clock++
    const item = { client: this.#client, clock: this.#clock }
    const cursor = { anchor: { type: null, tname: 'bench', item }, head: { type: null, tname: 'bench', item } }
    const state = JSON.stringify({ user: { name: 'Somebody', color: '#336699' }, cursor })
    const bytes = [1]
    pushVarUint(bytes, this.#client)
    pushVarUint(bytes, this.#clock)
    pushVarUint(bytes, state.length)
    bytes.push(...Buffer.from(state))
    this.#participant.send(this.#dialect.presence(this.#room, Uint8Array.from(bytes)))
  }
}
