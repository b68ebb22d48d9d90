/** The rooms that are open on this node: each opened once, closed when nobody is left, given up when its store is lost. */
import { fromStore, existing, type Access, type WithDocument } from '@briefboard/library'
import {
  parseRoom,
  REFUSALS,
  Refusal,
  rightTo,
  type Person,
  type RefusalCode,
  type RoomId,
  type Room as RoomName,
} from '@briefboard/protocol'
import { EpochChanged, RoomMissing, StoreUnavailable, type Store } from '@briefboard/store'
import type { Limits } from '../config.ts'
import type { Metrics } from '../metrics.ts'
import type { NodeMemory } from '../limits/document-memory.ts'
import type { Compactor } from './compaction.ts'
import { closeReason, Connection } from './connection.ts'
import { EMPTY_UPDATE } from './frames.ts'
import { bytesWith, dearestOfAll, whoPaysTooMuch } from './paid-memory.ts'
import type { PresenceRelay } from './presence-relay.ts'
import { Room } from './room.ts'
import { boardOf, ShownCards } from './shown-cards.ts'
import { Upkeep } from './upkeep.ts'
import { Visits } from './visits.ts'
import type { Line } from './wire.ts'

/** Clients take half a minute without a word for a dead line. */
const KEEP_ALIVE_MS = 20_000
/** Within it, nobody fills much with what the budget of one person allows. */
const WEIGH_AGAIN_MS = 100

export interface RoomsOptions {
  store: Store
  relay: PresenceRelay
  metrics: Metrics
  limits: Limits
  compactor: Compactor
  memory: NodeMemory
  /** Compaction is due when so many entries lie behind the newest snapshot. */
  compactAfter: number
  /** A room without clients is closed after this time. (S13) */
  idleRoomMs: number
  /** Has the access watched while a connection rests on it; gives how to stop that. */
  useAccess: (access: Access) => () => void
  onFault: (error: unknown) => void
}

/** What a client says of itself when it comes. */
export interface Claims {
  /** The history that its copy belongs to; null if it says nothing. (S8) */
  epoch: string | null
  /** Of the documents that it can read and write; 1 if it says nothing. */
  schema: number
}

interface Joined {
  line: Line
  room: Room
  access: Access
  claims: Claims
}

export class Rooms {
  readonly #options: RoomsOptions
  readonly #upkeep: Upkeep
  readonly #visits: Visits
  readonly #shownCards: ShownCards
  readonly #open = new Map<RoomId, Promise<Room>>()
  /** Those of them that have been opened. */
  readonly #rooms = new Set<Room>()
  readonly #idle = new Map<RoomId, NodeJS.Timeout>()
  /** By the credential that they rest on. */
  readonly #connections = new Map<string, Set<Connection>>()
  readonly #keepAlive: NodeJS.Timeout
  #weighing: NodeJS.Timeout | null = null

  constructor(options: RoomsOptions) {
    this.#options = options
    this.#upkeep = new Upkeep(options)
    this.#visits = new Visits(options.limits)
    this.#shownCards = new ShownCards({
      log: options.store.log,
      onFault: options.onFault,
      openBoard: async (board) => {
        await existing(options.store, board)
        const { id, name } = boardOf(board)
        const room = await this.#openOnce(id, name).catch(missingAsRefusal)
        this.#closeWhenIdle(room)
        return room
      },
    })
    options.memory.onPressure(() => this.#closeUnused())
    options.memory.onOverflow((moreThan) => this.#giveUpDearest(moreThan))
    this.#keepAlive = setInterval(() => this.#checkAlive(), KEEP_ALIVE_MS).unref()
    options.metrics.observeBuffered(() => this.#all().reduce((sum, connection) => sum + connection.buffered, 0))
  }

  readonly #fromStore: WithDocument = (id, look) => fromStore(this.#options.store, this.#options.memory)(id, look)

  /** Looks into the open room if there is one, else into the store. */
  readonly withDocument: WithDocument = async (id, look) => {
    const open = await this.#open.get(id)?.catch(() => undefined)
    if (open === undefined || open.isClosed) return this.#fromStore(id, look)
    await open.stored.build()
    return open.isClosed ? this.#fromStore(id, look) : look(open.stored.doc)
  }

  /**
   * Connects a socket to a room.
   * @throws Refusal no-such-board, no-such-room, too-many-rooms, history-changed, documents-busy, store-away
   */
  async join(line: Line, name: string, access: Access, claims: Claims): Promise<void> {
    const { person } = access
    const { epoch } = claims
    const room = await this.#ensureOpen(name, person)
    this.#keep(room.id)
    try {
      await room.catchUp()
      if (room.isClosed) throw new Refusal('store-away')
      if (epoch !== null && epoch !== room.epoch) {
        this.#options.metrics.resync('epoch')
        throw new Refusal('history-changed')
      }
      this.#expectPaid(room, person)
      if (line.ws.readyState === line.ws.OPEN)
        this.#connect({ line, room, access, claims }, this.#visits.enter(person.id, room.id))
    } finally {
      // Whoever was refused, or has gone, leaves no room open behind.
      this.#closeWhenIdle(room)
    }
  }

  #connect({ line, room, access, claims }: Joined, leave: () => void): void {
    const { limits, metrics, onFault, useAccess } = this.#options
    const { person, credential } = access
    this.#keep(room.id)
    const right = rightTo(room.name.kind, person.role)
    const connection = new Connection(room, line, { person, right, schema: claims.schema, limits, metrics, onFault })
    const ofCredential = this.#connections.get(credential) ?? new Set()
    this.#connections.set(credential, ofCredential.add(connection))
    const release = useAccess(access)
    const { name } = room
    const read =
      name.kind === 'card' && right !== 'write'
        ? this.#shownCards.read(name, () =>
            connection.close(REFUSALS['no-such-room'].close, closeReason('no-such-room')),
          )
        : () => undefined
    metrics.connectionOpened(room.name.kind)
    line.ws.on('close', () => {
      connection.left()
      leave()
      release()
      read()
      if (name.kind === 'card')
        void this.#open.get(boardOf(name.board).id)?.then((board) => this.#closeWhenIdle(board), noMatter)
      metrics.connectionClosed(room.name.kind)
      ofCredential.delete(connection)
      if (ofCredential.size === 0) this.#connections.delete(credential)
      this.#closeWhenIdle(room)
    })
  }

  /** This access is over: its connections are closed for good. (S10) */
  end({ credential, person }: Access, code: 'access-ended' | 'sign-in-needed'): void {
    for (const connection of this.#connections.get(credential) ?? []) {
      if (connection.person.role !== person.role) continue
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
    await existing(this.#options.store, parsed.board)
    if (parsed.kind === 'card' && rightTo('card', person.role) !== 'write') await this.#shownCards.expectShown(parsed)
    try {
      return await this.#openOnce(id, parsed)
    } catch (error) {
      if (error instanceof StoreUnavailable) throw new Refusal('store-away')
      if (!(error instanceof RoomMissing)) throw error
    }
    await this.#create(id, parsed)
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
    const { store, relay, metrics, compactor, memory, limits, onFault } = this.#options
    const room = await Room.open({
      ...{ store, relay, metrics, compactor, memory, id, name, onFault },
      most: { bytes: limits.documentBytes, memory: limits.documentMemory },
      compact: (full) => this.#upkeep.compact(full),
      onLost: (lost, why) => this.#lost(lost, why),
      onChange: (changed, isOwn) => {
        this.#upkeep.changed(changed, isOwn)
        this.#shownCards.changed(changed.name)
        if (memory.isLarge(changed.size.memory)) this.#weighSoon()
      },
    })
    metrics.roomOpened()
    this.#rooms.add(room)
    return room
  }

  /**
   * A card's assessment comes into being when the card is first opened; by a writer also a moment before the card itself
   * arrives. Who only reads has been asked before whether it is there.
   */
  async #create(id: RoomId, parsed: RoomName): Promise<void> {
    if (parsed.kind !== 'card') throw new Refusal('no-such-room', id)
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
      if (room.audience.size === 0 && !this.#shownCards.needs(room.name)) this.#close(room)
    }, this.#options.idleRoomMs)
    timer.unref()
    this.#idle.set(room.id, timer)
  }

  /** Memory is short: whoever is only kept for those who may come back goes at once. */
  #closeUnused(): void {
    for (const room of this.#rooms) {
      if (!this.#idle.has(room.id) || room.audience.size > 0 || this.#shownCards.needs(room.name)) continue
      this.#keep(room.id)
      this.#close(room)
    }
  }

  #large(): Room[] {
    return [...this.#rooms].filter(({ size }) => this.#options.memory.isLarge(size.memory))
  }

  /** One person's large documents take a part of the whole. Whoever is in a room already takes no more for a second page. */
  #expectPaid(room: Room, { id }: Person): void {
    const { memory, metrics } = this.#options
    if (!memory.isLarge(room.size.memory)) return
    if (Iterator.from(room.audience).some(({ person }) => person.id === id)) return
    if (bytesWith(this.#large(), id, room) <= memory.ofAPerson.toOpen) return
    metrics.refused('documents-busy')
    throw new Refusal('documents-busy')
  }

  #weighSoon(): void {
    this.#weighing ??= setTimeout(() => {
      this.#weighing = null
      this.#sendAwayWhoPaysTooMuch()
    }, WEIGH_AGAIN_MS).unref()
  }

  /** From one document at a time, and nobody else: the others in it stay. */
  #sendAwayWhoPaysTooMuch(): void {
    const { memory, metrics } = this.#options
    for (const [id, room] of whoPaysTooMuch(this.#large(), memory.ofAPerson.toGrow)) {
      metrics.refused('documents-busy')
      for (const connection of room.audience)
        if (connection.person.id === id)
          connection.close(REFUSALS['documents-busy'].close, closeReason('documents-busy'))
      this.#weighSoon()
    }
  }

  /**
   * Memory is short: of whoever has the most open, the heaviest goes, and opens again when there is room for it. Of large
   * ones if there are any, since they alone may be too much.
   */
  #giveUpDearest(moreThan: number): void {
    const large = this.#large()
    const rooms = large.length > 0 ? large : [...this.#rooms]
    const dearest = dearestOfAll(rooms, moreThan)
    if (dearest !== null) return dearest.giveUp()
    if (moreThan > 0) return
    // Nobody is in them: what is kept for the sake of others.
    const [heaviest] = rooms.toSorted((a, b) => b.size.memory - a.size.memory)
    heaviest?.giveUp()
  }

  #close(room: Room): void {
    this.#rooms.delete(room)
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
    this.#shownCards.changed(room.name)
  }

  /** Sends every client away; what they have not seen as saved they keep and send again. (S14) */
  async stop(): Promise<void> {
    clearInterval(this.#keepAlive)
    clearTimeout(this.#weighing ?? undefined)
    this.#shownCards.close()
    const rooms = await Promise.allSettled(this.#open.values())
    for (const result of rooms) {
      if (result.status === 'rejected') continue
      for (const connection of result.value.audience) connection.close(REFUSALS.stopping.close, closeReason('stopping'))
      this.#keep(result.value.id)
      this.#close(result.value)
    }
  }
}

function noMatter(): void {
  // A room that could not be opened has told whoever opened it.
}

function missingAsRefusal(error: unknown): never {
  throw error instanceof RoomMissing ? new Refusal('no-such-room', error.room) : error
}

/** Null for what nobody expects. */
function refusalOf(
  why: Error,
): (RefusalCode & ('store-away' | 'history-changed' | 'no-such-room' | 'documents-busy')) | null {
  if (why instanceof Refusal && why.code === 'documents-busy') return why.code
  if (why instanceof StoreUnavailable) return 'store-away'
  if (why instanceof EpochChanged) return 'history-changed'
  return why instanceof RoomMissing ? 'no-such-room' : null
}
