/**
 * One open document on this node. What is appended to the log comes back from the log, in order, and only then is it
 * applied and told to the others (S2): the document here never holds what is not durable.
 */
import { applyEntry, documentFrom } from '@briefboard/library'
import { Refusal, type Room as RoomName, type RoomId, type SavedLevel } from '@briefboard/protocol'
import type { Entry, Epoch, Loaded, Position, Store, Subscription } from '@briefboard/store'
import * as Y from 'yjs'
import type { Connection } from './connection.ts'
import { encodeUpdate } from './frames.ts'
import { isDeletedIn, judge, type Verdict } from './gate.ts'
import { Presence } from './presence.ts'
import type { PresenceRelay } from './presence-relay.ts'

export interface RoomOptions {
  store: Store
  relay: PresenceRelay
  id: RoomId
  name: RoomName
  /** Called once, when the room can no longer be trusted: the store is away, or the history is another. */
  onLost: (room: Room, why: Error) => void
  /** Something in this room went wrong that is nobody's doing; the room goes on. (S16) */
  onFault: (error: unknown) => void
}

export class Room {
  readonly id: RoomId
  readonly name: RoomName
  readonly epoch: Epoch
  readonly presence: Presence
  readonly connections = new Set<Connection>()
  readonly #store: Store
  readonly #doc: Y.Doc
  /** Clocks that are stored or on their way into the log: the next update may build on them. */
  readonly #known: Map<number, number>
  readonly #authors = new Map<Position, Connection>()
  /** Appends of a room end in the order in which they began. */
  #lastAppend: Promise<void> = Promise.resolve()
  #told: Position
  #subscription: Subscription | null = null
  #waiting: Entry[] = []
  #tellScheduled = false
  #closed: Error | null = null
  readonly #onFault: (error: unknown) => void
  readonly #onLost: (room: Room, why: Error) => void

  static async open(options: RoomOptions): Promise<Room> {
    const { store, id } = options
    const loaded = await store.log.load(id)
    const room = new Room(options, loaded)
    room.#subscription = await store.log.subscribe(
      id,
      loaded.position,
      (entry) => room.#take(entry),
      (why) => room.#lose(why),
    )
    return room
  }

  private constructor({ store, relay, id, name, onLost, onFault }: RoomOptions, loaded: Loaded) {
    this.#store = store
    this.id = id
    this.name = name
    this.epoch = loaded.epoch
    this.#told = loaded.position
    this.#onFault = onFault
    this.#doc = documentFrom(loaded, onFault)
    this.#known = Y.decodeStateVector(Y.encodeStateVector(this.#doc))
    this.#onLost = onLost
    const tell = (frame: Uint8Array): void => {
      for (const connection of this.connections) connection.send(frame)
    }
    this.presence = new Presence({ tell, join: (onMessage) => relay.join(id, onMessage) })
  }

  get level(): SavedLevel {
    return this.#store.durability
  }

  get isClosed(): boolean {
    return this.#closed !== null
  }

  /** What is durable, for reading only. */
  get doc(): Y.Doc {
    return this.#doc
  }

  stateVector(): Uint8Array {
    return Y.encodeStateVector(this.#doc)
  }

  /** Everything that a client with this state vector lacks. @throws on bytes that are no state vector */
  since(stateVector: Uint8Array): Uint8Array {
    return Y.encodeStateAsUpdate(this.#doc, stateVector)
  }

  /** Whether an update would change nothing. */
  holds(update: Uint8Array): boolean {
    return this.#judge(update).kind === 'known'
  }

  #judge(update: Uint8Array): Verdict {
    return judge(update, this.#known, (client, clock, length) => isDeletedIn(this.#doc, client, clock, length))
  }

  /**
   * Judges an update and appends it. Resolves when it is durable, or was known already.
   * @throws Refusal malformed, gap, store-away. After store-away the room is closed: what it believed is not sure any more.
   */
  async submit(update: Uint8Array, author: Connection): Promise<void> {
    if (this.#closed !== null) throw new Refusal('store-away')
    const verdict = this.#judge(update)
    switch (verdict.kind) {
      case 'malformed':
      case 'gap':
        throw new Refusal(verdict.kind)
      case 'known':
        // Known may mean "on its way": it is as safe as the append that carries it.
        return this.#lastAppend
      case 'accept':
        for (const { client, clock } of verdict.advance) this.#known.set(client, clock)
        return (this.#lastAppend = this.#append(update, author))
      default:
        return verdict satisfies never
    }
  }

  async #append(update: Uint8Array, author: Connection): Promise<void> {
    try {
      const position = await this.#store.log.append(this.id, this.epoch, update)
      if (position > this.#told) this.#authors.set(position, author)
    } catch (error) {
      this.#lose(error instanceof Error ? error : new Error(String(error)))
      throw new Refusal('store-away')
    }
  }

  /** An entry of the log, from here or from another node. Those of one turn of the event loop are told together. */
  #take(entry: Entry): void {
    this.#waiting.push(entry)
    if (this.#tellScheduled) return
    this.#tellScheduled = true
    setImmediate(() => this.#tell())
  }

  #tell(): void {
    this.#tellScheduled = false
    if (this.#closed !== null) return
    const entries = this.#waiting
    this.#waiting = []
    this.#apply(entries)
    const authors = new Set(entries.flatMap(({ position }) => this.#authors.get(position) ?? []))
    const whole = encodeUpdate(merged(entries))
    for (const connection of this.connections) {
      if (!authors.has(connection)) connection.send(whole)
      else {
        const others = entries.filter(({ position }) => this.#authors.get(position) !== connection)
        if (others.length > 0) connection.send(encodeUpdate(merged(others)))
      }
    }
    for (const { position } of entries) {
      this.#authors.delete(position)
      this.#told = position
    }
  }

  #apply(entries: readonly Entry[]): void {
    this.#doc.transact(() => {
      for (const entry of entries) applyEntry(this.#doc, entry, this.#onFault)
    })
    for (const [client, clock] of Y.decodeStateVector(Y.encodeStateVector(this.#doc))) {
      if (clock > (this.#known.get(client) ?? 0)) this.#known.set(client, clock)
    }
  }

  #lose(why: Error): void {
    if (this.#closed !== null) return
    this.#closed = why
    this.#onLost(this, why)
  }

  close(): void {
    this.#closed ??= new Error('closed')
    this.#subscription?.close()
    this.presence.close()
    this.#doc.destroy()
  }
}

function merged(entries: readonly Entry[]): Uint8Array {
  const [first, ...rest] = entries.map(({ update }) => update)
  if (first === undefined) throw new Error('There is nothing to tell.')
  return rest.length === 0 ? first : Y.mergeUpdates([first, ...rest])
}
