/** What every store promises: a durable, ordered log of updates a room, and records beside it. */
import type { RoomId } from '@briefboard/protocol'

/**
 * How safe an appended update is when `append` resolves. Never overstated (S1, S2):
 * - `memory`: gone with the process.
 * - `flushed`: the disk of this machine has confirmed it (fsync), so it survives a power failure.
 * - `replicated`: Redis has it, as safely as that Redis is set up, and what is missing there is a note in `health`:
 *   - One server survives a crash of Redis; with `appendfsync always` also a power failure of its machine, with
 *     `everysec` all but the last second before it. `openRedisStore({ waitForDisk: true })` waits for Redis's disk in
 *     either case (WAITAOF, Redis 7.2 or later).
 *   - A cluster in which every master had a replica when the store was opened: the master's replica has it in memory
 *     too, so it survives the loss of either machine, whatever the disks do. A master that is left without a replica
 *     which could take its place (it died, and the cluster agrees; or it is receiving its first copy) goes on alone,
 *     and then its word is that of one server. While a replica lives but does not answer, nothing is acknowledged.
 *   - Any other cluster: the master alone has it. If it dies and a replica takes its place, the last acknowledged
 *     updates may be missing there.
 *   - `openRedisStore({ waitForReplicas: n })` with n above 0: n replicas have it, always, or the append fails.
 */
export type Durability = 'memory' | 'flushed' | 'replicated'

/** Counts a room's appended updates from 1, without gaps. 0 stands before the first. */
export type Position = number

/** Names one history of a document. It changes when a document is restored or seeded anew; histories never merge. */
export type Epoch = string

/** Whose edit an entry is: a person's id, or `''` for the server itself (seeding). At most 64 characters of ASCII. */
export type Author = string

export interface Entry {
  position: Position
  author: Author
  /** A Yjs v1 update, byte for byte as it was appended. */
  update: Uint8Array
}

export interface Snapshot {
  /** Everything up to and including this position is in `state`. */
  position: Position
  /** What the caller made of it. The store keeps the bytes and does not look into them. */
  state: Uint8Array
}

/** An entry or snapshot whose checksum does not fit its bytes. It was left out and its bytes were kept aside. */
export interface Damage {
  position: Position
  kind: 'entry' | 'snapshot'
  reason: string
}

/** One atomic view of a room: the snapshot, then every later entry in order. */
export interface Loaded {
  epoch: Epoch
  snapshot: Snapshot | null
  entries: Entry[]
  /** The position of the newest append, damaged or not. */
  position: Position
  damage: Damage[]
}

/** How far a room's log is, and of which history. Equal heads mean that nothing was appended in between. */
export interface Head {
  epoch: Epoch
  /** Of the newest append. */
  position: Position
}

export interface Subscription {
  /** Resolves when all that the log held at the call has been told, or the subscription has ended. */
  catchUp(): Promise<void>
  close(): void
}

/** One piece of a room as it lies in the store, sound or not; one that should be there and is not has no bytes. */
export interface Piece {
  kind: 'entry' | 'snapshot'
  position: Position
  /** When it was written, in ms since 1970; null where the store does not keep it. */
  at: number | null
  bytes: number
  /** Null if it is sound; in words, what is wrong, otherwise. */
  problem: string | null
  /** The update of a sound entry, the state of a sound snapshot; empty bytes otherwise. */
  content: Uint8Array
  /** Of a sound entry. */
  author: Author | null
}

/** All that the store holds of a room, for whoever examines it. */
export interface Inspection {
  epoch: Epoch
  /** Of the newest append. */
  position: Position
  /** Of the newest snapshot and of the one before it; 0 for none. */
  newest: Position
  previous: Position
  /** Snapshots first, then entries in order. */
  pieces: Piece[]
  /** Damaged pieces that earlier loads have copied aside. */
  quarantined: number
}

export interface UpdateLog {
  /**
   * Makes the room with `first`, written by the server itself, as its only entry and a new epoch. False, and nothing
   * written, if the room is there already: two nodes that seed at once leave one seed. (S8)
   */
  create(room: RoomId, first: Uint8Array): Promise<boolean>
  exists(room: RoomId): Promise<boolean>
  /**
   * The heads of those of the rooms that there are, cheaply for a thousand of them; no view of all at one moment.
   * What an append had resolved before the call is in them. @throws StoreUnavailable
   */
  heads(rooms: readonly RoomId[]): Promise<Map<RoomId, Head>>
  /**
   * Appends and resolves when the update is as safe as `durability` says, with its position. (S2)
   * Appends of one store instance to one room keep the order of their calls.
   * @throws RoomMissing, EpochChanged when `epoch` is not the room's own, StoreUnavailable when nothing could be written
   */
  append(room: RoomId, epoch: Epoch, update: Uint8Array, author: Author): Promise<Position>
  /** @throws RoomMissing, StoreUnavailable */
  load(room: RoomId): Promise<Loaded>
  /**
   * Tells of every entry after `after`, in order, none twice, from this instance and from others, until closed.
   * A gap in the feed is filled from the log before the next entry is told. `onLost` is called once when the feed can
   * no longer be kept (the store went away, the room was removed or has a new epoch, missed entries are trimmed or
   * damaged, the log went back, `onEntry` threw); the caller then loads again. Entries already in the log are told
   * before this resolves. Closing the store ends its subscriptions silently.
   * All entries of one commit (LMDB: what came in while the commit before was under way; Redis: one script) are told
   * in one synchronous run, so whoever gathers them until the next microtask has them together.
   * @throws RoomMissing, StoreUnavailable
   */
  subscribe(
    room: RoomId,
    after: Position,
    onEntry: (entry: Entry) => void,
    onLost: (why: Error) => void,
  ): Promise<Subscription>
  /**
   * Commits `snapshot` if the room's newest snapshot still ends at `base` (0 for none), keeps the one before it, and
   * only then trims entries that both snapshots cover and that are older than `keepMs`. False if somebody was first,
   * or if `snapshot` is not newer than `base` or ends beyond the log. (S7)
   * @throws RoomMissing, EpochChanged, StoreUnavailable
   */
  compact(room: RoomId, epoch: Epoch, base: Position, snapshot: Snapshot, keepMs: number): Promise<boolean>
  /**
   * Gives the room, made if it is not there, a new history that begins with `state` as its snapshot at position 1, in
   * one step. Subscribers of the old history lose it, on every node and in every process, within a second. (S8)
   */
  replace(room: RoomId, state: Uint8Array): Promise<Epoch>
  /**
   * The same, if the room still stands at `expect` in the step that replaces it; null, and nothing changed, otherwise: for
   * what was made of the history that was read, and must not take the place of another or a longer one.
   */
  replace(room: RoomId, state: Uint8Array, expect: Head): Promise<Epoch | null>
  /** Removes the room with its log and snapshots. Subscribers lose it. */
  remove(room: RoomId): Promise<void>
  rooms(): Promise<RoomId[]>
  /** Everything there is of a room, piece by piece; changes nothing. @throws RoomMissing, StoreUnavailable */
  inspect(room: RoomId): Promise<Inspection>
}

/**
 * A JSON value under a kind and an id, with a version that changes at every write. A version is never given twice
 * within a kind, so a record that was taken and put again does not pass for the old one.
 */
export interface StoredRecord {
  id: string
  version: number
  value: unknown
}

export interface Records {
  get(kind: string, id: string): Promise<StoredRecord | null>
  /** In order of id. */
  list(kind: string): Promise<StoredRecord[]>
  /** The kinds of which there are records, in order. */
  kinds(): Promise<string[]>
  /**
   * Durable when resolved. With `expect`, written only if the record's version is that one (0: only if absent);
   * false, and nothing written, otherwise.
   */
  put(kind: string, id: string, value: unknown, expect?: number): Promise<boolean>
  /**
   * Removes and returns in one step: of two that take at once, one gets it. With `expect`, only if the record's version
   * is that one; null, and nothing removed, otherwise.
   */
  take(kind: string, id: string, expect?: number): Promise<StoredRecord | null>
}

/** Whole files by name (a pack's PDF, for one): written once, read whole. */
export interface Files {
  put(name: string, bytes: Uint8Array): Promise<void>
  get(name: string): Promise<Uint8Array | null>
  remove(name: string): Promise<void>
  /** In order. */
  names(): Promise<string[]>
}

/** How long a hold counts, and how many of them a room has at most. */
export interface HoldLimits {
  /** One whose person has not been here under it for so long is free. */
  keepMs: number
  /** One that is younger than this is not written again when its person asks again. */
  renewMs: number
  /** Beyond so many, a person's longest unrenewed is let go. */
  mostAPerson: number
  /** Beyond so many persons, all that the one has is let go who has asked for nothing for longest. */
  mostPersons: number
}

/**
 * Numbers in a room that belong to whoever asked for them first, as long as the log does not say whose they are. They
 * stay when the room gets a new history and go with the room; as no part of a history they are in no backup.
 */
export interface Holds {
  /**
   * Holds `id` for the person unless somebody else has it, and gives who has it: the same answer to all who ask, in
   * whatever instance. As safe when resolved as an append. @throws RoomMissing, StoreUnavailable
   */
  hold(room: RoomId, id: number, person: Author, limits: HoldLimits): Promise<Author>
  /** Of these ids those that somebody has, and who. @throws StoreUnavailable */
  holders(room: RoomId, ids: readonly number[], keepMs: number): Promise<Map<number, Author>>
}

export interface StoreHealth {
  ok: boolean
  /** In words, for an operator: what is wrong, what is safe, what to do. Empty when all is well. */
  problems: string[]
  /** In words: nothing is wrong, but an operator should know. */
  notes: string[]
}

export interface Store {
  readonly durability: Durability
  readonly log: UpdateLog
  readonly holds: Holds
  readonly records: Records
  readonly files: Files
  health(): Promise<StoreHealth>
  close(): Promise<void>
}
