/** The rooms that are open on this node: each opened once, closed when nobody is left, given up when its store is lost. */
import { fromStore, existing, type WithDocument } from '@briefboard/library'
import {
  boardRoom,
  parseRoom,
  REFUSALS,
  Refusal,
  rightTo,
  type Person,
  type RoomId,
  type Room as RoomName,
} from '@briefboard/protocol'
import { cardMap } from '@briefboard/board'
import { RoomMissing, StoreUnavailable, type Store } from '@briefboard/store'
import type { WebSocket } from 'ws'
import { closeReason, Connection } from './connection.ts'
import type { PresenceRelay } from './presence-relay.ts'
import { Room } from './room.ts'

export const IDLE_CLOSE_MS = 60_000

/** A Y.Doc that says nothing: what a new card's assessment begins with. */
const EMPTY_UPDATE = Uint8Array.of(0, 0)

export interface RoomsOptions {
  store: Store
  relay: PresenceRelay
  idleCloseMs?: number
  onFault: (error: unknown) => void
}

export class Rooms {
  readonly #store: Store
  readonly #relay: PresenceRelay
  readonly #idleCloseMs: number
  readonly #onFault: (error: unknown) => void
  readonly #open = new Map<RoomId, Promise<Room>>()
  readonly #idle = new Map<RoomId, NodeJS.Timeout>()

  constructor({ store, relay, idleCloseMs = IDLE_CLOSE_MS, onFault }: RoomsOptions) {
    this.#store = store
    this.#relay = relay
    this.#idleCloseMs = idleCloseMs
    this.#onFault = onFault
  }

  /** Looks into the open room if there is one, else into the store. */
  readonly withDocument: WithDocument = async (id, look) => {
    const open = await this.#open.get(id)?.catch(() => undefined)
    return open === undefined || open.isClosed ? fromStore(this.#store)(id, look) : look(open.doc)
  }

  /** Connects a socket to a room. @throws Refusal no-such-room, store-away */
  async join(socket: WebSocket, name: string, person: Person): Promise<void> {
    const room = await this.#ensureOpen(name, person)
    if (socket.readyState !== socket.OPEN) return this.#closeWhenIdle(room)
    this.#keep(room.id)
    const connection = new Connection(room, socket, {
      person,
      right: rightTo(room.name.kind, person.role),
      onFault: this.#onFault,
    })
    socket.on('close', () => {
      connection.left()
      this.#closeWhenIdle(room)
    })
  }

  async #ensureOpen(name: string, person: Person): Promise<Room> {
    const parsed = parseRoom(name)
    if (parsed === null) throw new Refusal('no-such-room', name)
    // parseRoom has just found it to be one.
    const id = name as RoomId
    try {
      return await this.#openOnce(id, parsed)
    } catch (error) {
      if (error instanceof StoreUnavailable) throw new Refusal('store-away')
      if (!(error instanceof RoomMissing)) throw error
    }
    await this.#create(id, parsed, person)
    return this.#openOnce(id, parsed)
  }

  #openOnce(id: RoomId, parsed: RoomName): Promise<Room> {
    const open = this.#open.get(id)
    if (open !== undefined) return open
    const opening = Room.open({
      store: this.#store,
      relay: this.#relay,
      id,
      name: parsed,
      onLost: (room, why) => this.#lost(room, why),
      onFault: this.#onFault,
    })
    this.#open.set(id, opening)
    opening.catch(() => this.#open.delete(id))
    return opening
  }

  /** A card's assessment comes into being when the card is first opened; by a writer also a moment before the card itself arrives. */
  async #create(id: RoomId, parsed: RoomName, person: Person): Promise<void> {
    if (parsed.kind !== 'card') throw new Refusal('no-such-room', id)
    await existing(this.#store, parsed.board)
    const known = await this.withDocument(boardRoom(parsed.board), (doc) => cardMap(doc, parsed.card) !== null)
    if (!known && rightTo('card', person.role) !== 'write') throw new Refusal('no-such-room', id)
    await this.#store.log.create(id, EMPTY_UPDATE)
  }

  #keep(id: RoomId): void {
    clearTimeout(this.#idle.get(id))
    this.#idle.delete(id)
  }

  #closeWhenIdle(room: Room): void {
    if (room.connections.size > 0 || room.isClosed) return
    this.#keep(room.id)
    const timer = setTimeout(() => {
      this.#idle.delete(room.id)
      if (room.connections.size === 0) this.#close(room)
    }, this.#idleCloseMs)
    timer.unref()
    this.#idle.set(room.id, timer)
  }

  #close(room: Room): void {
    this.#open.delete(room.id)
    room.close()
  }

  /** The store is away or the history is another: clients come back and are told anew. */
  #lost(room: Room, why: Error): void {
    if (!(why instanceof StoreUnavailable)) this.#onFault(why)
    for (const connection of room.connections) connection.close(REFUSALS['store-away'].close, closeReason('store-away'))
    this.#keep(room.id)
    this.#close(room)
  }

  /** Sends every client away; what they have not seen as saved they keep and send again. (S14) */
  async stop(): Promise<void> {
    const rooms = await Promise.allSettled(this.#open.values())
    for (const result of rooms) {
      if (result.status === 'rejected') continue
      for (const connection of result.value.connections)
        connection.close(REFUSALS.stopping.close, closeReason('stopping'))
      this.#keep(result.value.id)
      this.#close(result.value)
    }
  }
}
