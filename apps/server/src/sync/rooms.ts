/** The rooms that are open on this node: each opened once, closed when nobody is left, given up when its store is lost. */
import { fromStore, existing, type Access, type WithDocument } from '@briefboard/library'
import {
  boardRoom,
  parseRoom,
  REFUSALS,
  Refusal,
  rightTo,
  type Person,
  type RefusalCode,
  type RoomId,
  type Room as RoomName,
} from '@briefboard/protocol'
import { cardMap } from '@briefboard/board'
import { EpochChanged, RoomMissing, StoreUnavailable, type Store } from '@briefboard/store'
import type { Limits } from '../config.ts'
import type { Metrics } from '../metrics.ts'
import type { Compactor } from './compaction.ts'
import { closeReason, Connection } from './connection.ts'
import { EMPTY_UPDATE } from './frames.ts'
import type { PresenceRelay } from './presence-relay.ts'
import { Room } from './room.ts'
import { Upkeep } from './upkeep.ts'
import { Visits } from './visits.ts'
import type { Line } from './wire.ts'

/** Clients take half a minute without a word for a dead line. */
const KEEP_ALIVE_MS = 20_000

export interface RoomsOptions {
  store: Store
  relay: PresenceRelay
  metrics: Metrics
  limits: Limits
  compactor: Compactor
  /** Compaction is due when so many entries lie behind the newest snapshot. */
  compactAfter: number
  /** A room without clients is closed after this time. (S13) */
  idleRoomMs: number
  /** Has the access watched while a connection rests on it; gives how to stop that. */
  useAccess: (access: Access) => () => void
  onFault: (error: unknown) => void
}

export class Rooms {
  readonly #options: RoomsOptions
  readonly #upkeep: Upkeep
  readonly #visits: Visits
  readonly #open = new Map<RoomId, Promise<Room>>()
  readonly #idle = new Map<RoomId, NodeJS.Timeout>()
  /** By the credential that they rest on. */
  readonly #connections = new Map<string, Set<Connection>>()
  readonly #keepAlive: NodeJS.Timeout

  constructor(options: RoomsOptions) {
    this.#options = options
    this.#upkeep = new Upkeep(options)
    this.#visits = new Visits(options.limits.roomsPerPerson)
    this.#keepAlive = setInterval(() => this.#checkAlive(), KEEP_ALIVE_MS).unref()
    options.metrics.observeBuffered(() => this.#all().reduce((sum, connection) => sum + connection.buffered, 0))
  }

  /** Looks into the open room if there is one, else into the store. */
  readonly withDocument: WithDocument = async (id, look) => {
    const open = await this.#open.get(id)?.catch(() => undefined)
    if (open === undefined || open.isClosed) return fromStore(this.#options.store)(id, look)
    await open.stored.build()
    return open.isClosed ? fromStore(this.#options.store)(id, look) : look(open.stored.doc)
  }

  /**
   * Connects a socket to a room. `epoch` is the history that the client says it has; null if it says nothing.
   * @throws Refusal no-such-room, too-many-rooms, history-changed, store-away
   */
  async join(line: Line, name: string, access: Access, epoch: string | null): Promise<void> {
    const { person } = access
    const room = await this.#ensureOpen(name, person)
    if (epoch !== null && epoch !== room.epoch) {
      this.#options.metrics.resync('epoch')
      this.#closeWhenIdle(room)
      throw new Refusal('history-changed')
    }
    if (line.ws.readyState !== line.ws.OPEN) return this.#closeWhenIdle(room)
    const leave = this.#visits.enter(person.id, room.id)
    this.#connect(line, room, access, leave)
  }

  #connect(line: Line, room: Room, access: Access, leave: () => void): void {
    const { limits, metrics, onFault, useAccess } = this.#options
    const { person, credential } = access
    this.#keep(room.id)
    const right = rightTo(room.name.kind, person.role)
    const connection = new Connection(room, line, { person, right, limits, metrics, onFault })
    const ofCredential = this.#connections.get(credential) ?? new Set()
    this.#connections.set(credential, ofCredential.add(connection))
    const release = useAccess(access)
    metrics.connectionOpened(room.name.kind)
    line.ws.on('close', () => {
      connection.left()
      leave()
      release()
      metrics.connectionClosed(room.name.kind)
      ofCredential.delete(connection)
      if (ofCredential.size === 0) this.#connections.delete(credential)
      this.#closeWhenIdle(room)
    })
  }

  /** Access by this credential is over: its connections are closed for good. (S10) */
  end(credential: string, code: 'access-ended' | 'sign-in-needed'): void {
    for (const connection of this.#connections.get(credential) ?? []) {
      this.#options.metrics.refused(code)
      connection.close(REFUSALS[code].close, closeReason(code))
    }
  }

  #all(): Connection[] {
    return [...this.#connections.values()].flatMap((connections) => [...connections])
  }

  #checkAlive(): void {
    for (const connection of this.#all()) connection.checkAlive()
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
    const opening = this.#openRoom(id, parsed)
    this.#open.set(id, opening)
    opening.catch(() => this.#open.delete(id))
    return opening
  }

  async #openRoom(id: RoomId, name: RoomName): Promise<Room> {
    const { store, relay, metrics, limits, onFault } = this.#options
    const room = await Room.open({
      ...{ store, relay, metrics, id, name, onFault, documentBytes: limits.documentBytes },
      onLost: (lost, why) => this.#lost(lost, why),
      onChange: (changed, isOwn) => this.#upkeep.changed(changed, isOwn),
    })
    metrics.roomOpened()
    return room
  }

  /** A card's assessment comes into being when the card is first opened; by a writer also a moment before the card itself arrives. */
  async #create(id: RoomId, parsed: RoomName, person: Person): Promise<void> {
    if (parsed.kind !== 'card') throw new Refusal('no-such-room', id)
    await existing(this.#options.store, parsed.board)
    const known = await this.withDocument(boardRoom(parsed.board), (doc) => cardMap(doc, parsed.card) !== null)
    if (!known && rightTo('card', person.role) !== 'write') throw new Refusal('no-such-room', id)
    await this.#options.store.log.create(id, EMPTY_UPDATE)
  }

  #keep(id: RoomId): void {
    clearTimeout(this.#idle.get(id))
    this.#idle.delete(id)
  }

  #closeWhenIdle(room: Room): void {
    if (room.audience.size > 0 || room.isClosed) return
    this.#keep(room.id)
    const timer = setTimeout(() => {
      this.#idle.delete(room.id)
      if (room.audience.size === 0) this.#close(room)
    }, this.#options.idleRoomMs)
    timer.unref()
    this.#idle.set(room.id, timer)
  }

  #close(room: Room): void {
    this.#open.delete(room.id)
    this.#upkeep.closed(room)
    room.close()
    this.#options.metrics.roomClosed()
  }

  /** The store is away or the history is another: clients come back and are told anew. */
  #lost(room: Room, why: Error): void {
    const code = refusalOf(why)
    if (code === null) this.#options.onFault(why)
    const { close } = REFUSALS[code ?? 'store-away']
    for (const connection of room.audience) connection.close(close, closeReason(code ?? 'store-away'))
    this.#keep(room.id)
    this.#close(room)
  }

  /** Sends every client away; what they have not seen as saved they keep and send again. (S14) */
  async stop(): Promise<void> {
    clearInterval(this.#keepAlive)
    const rooms = await Promise.allSettled(this.#open.values())
    for (const result of rooms) {
      if (result.status === 'rejected') continue
      for (const connection of result.value.audience) connection.close(REFUSALS.stopping.close, closeReason('stopping'))
      this.#keep(result.value.id)
      this.#close(result.value)
    }
  }
}

/** Null for what nobody expects. */
function refusalOf(why: Error): (RefusalCode & ('store-away' | 'history-changed' | 'no-such-room')) | null {
  if (why instanceof StoreUnavailable) return 'store-away'
  if (why instanceof EpochChanged) return 'history-changed'
  return why instanceof RoomMissing ? 'no-such-room' : null
}
