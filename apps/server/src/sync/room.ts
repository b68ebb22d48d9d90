/**
 * One open document on this node. What is appended to the log comes back from the log, in order, and only then is it
 * told to the others and confirmed to its author (S2): the document here never holds what is not durable.
 */
import { setTimeout as wait } from 'node:timers/promises'
import {
  admit,
  isInOldRoot,
  readHistory,
  sizeOfPieces,
  type DocumentMemory,
  type History,
  type Ledger,
  type Size,
  type TakenMemory,
} from '@briefboard/library'
import {
  Refusal,
  type RefusalCode,
  type Right,
  type Room as RoomName,
  type RoomId,
  type SavedLevel,
  type Scan,
} from '@briefboard/protocol'
import type { Author, Entry, Epoch, Loaded, Position, Store, Subscription } from '@briefboard/store'
import type { Metrics } from '../metrics.ts'
import { Audience, type Told } from './audience.ts'
import { isClean } from './clean-history.ts'
import { Company } from './company.ts'
import type { Compactor } from './compaction.ts'
import type { Connection } from './connection.ts'
import { Crowding, MANY } from './crowding.ts'
import { DocumentSize, sizeAdded, type MostSize } from './document-size.ts'
import { Gate, type Accepted } from './gate.ts'
import { Gathering } from './gathering.ts'
import { HeldClientIds } from './held-client-ids.ts'
import { loadForOpening } from './load-for-opening.ts'
import { OnTheWay, type Submission } from './on-the-way.ts'
import { Presence, type ClientState } from './presence.ts'
import type { PresenceRelay } from './presence-relay.ts'
import { StoredDocument, type Added } from './stored-document.ts'
import { tellOfDamage } from './tell-of-damage.ts'

export interface RoomOptions {
  store: Store
  relay: PresenceRelay
  metrics: Metrics
  compactor: Pick<Compactor, 'read'>
  id: RoomId
  name: RoomName
  /** Memory is taken from there for the document as long as the room is open. */
  memory: DocumentMemory
  /** An edit that would make the document larger than this is refused. (S12) */
  most: MostSize
  /** Compacts the room, if it can be: of what is too much, some may have been deleted. */
  compact: (room: Room) => Promise<void>
  /** Called once, when the room can no longer be trusted: the store is away, or the history is another. */
  onLost: (room: Room, why: Error) => void
  /** Something was stored; `isOwn`: by a connection of this node. */
  onChange: (room: Room, isOwn: boolean) => void
  /** Something in this room went wrong that is nobody's doing; the room goes on. (S16) */
  onFault: (error: unknown) => void
}

/** What passes over many waits for others of its kind: so many in all may be placed in one turn. */
const MOST_PASSED_AT_ONCE = 200_000

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** For edits that find no room, a room is compacted for a fifth of the time at most; and not soon again if it cannot be. */
const PAUSES_A_COMPACTION = 4
const LONGEST_PAUSE_MS = 10_000

/** What became of an update. */
export interface Submitted {
  /** `from.stored(edit)` follows. If not, and there is nothing to submit again, all of it was stored before. */
  isOnItsWay: boolean
  /** Some of it can be judged only then: submit it again. */
  again: Promise<void> | null
}

export class Room {
  readonly id: RoomId
  readonly name: RoomName
  readonly epoch: Epoch
  readonly audience = new Audience()
  readonly presence: Presence
  readonly stored: StoredDocument
  readonly size: DocumentSize
  /** Some of what was stored could not be read. */
  readonly isDamaged: boolean
  readonly #options: RoomOptions
  readonly #taken: TakenMemory
  readonly #ledger: Ledger
  readonly #gate: Gate
  readonly #held: HeldClientIds
  readonly #crowding = new Crowding()
  readonly #onTheWay = new OnTheWay()
  readonly #gathering = new Gathering({
    onTheWay: this.#onTheWay,
    append: (submission) => this.#append(submission),
    onFault: (error) => this.#lose(error),
  })
  /** From the log, to be told in a moment. */
  readonly #company = new Company((entries) => this.#tell(entries))
  /** Why entries do not count that the log told before it said that they are ours; those not named here count. */
  readonly #refusedEarly = new Map<Position, RefusalCode>()
  #told: Position
  #snapshotAt: Position
  #lastCompaction = { at: -Infinity, pauseMs: 0, isInVain: false }
  #subscription: Subscription | null = null
  #closed: Error | null = null

  /** @throws RoomMissing, StoreUnavailable; Refusal documents-busy; DocumentTooHeavy */
  static async open(options: RoomOptions): Promise<Room> {
    const { store, id } = options
    const { loaded, history } = await loadForOpening(options)
    tellOfDamage(options, loaded, history)
    const snapshot = await sizeOfPieces(history.pieces.slice(0, history.inSnapshot))
    const taken = await options.memory.take(snapshot.memory + history.log.memory)
    try {
      const room = new Room(options, loaded, { ...history, isClean: await isClean(loaded, history), snapshot, taken })
      await room.stored.buildIfSmall()
      room.#subscription = await store.log.subscribe(
        id,
        loaded.position,
        (entry) => room.#company.add(entry),
        (why) => room.#lose(why),
      )
      return room
    } catch (error) {
      taken.release()
      throw error
    }
  }

  private constructor(
    options: RoomOptions,
    loaded: Loaded,
    { ledger, pieces, asLogged, log, leftOut, snapshot, taken, isClean: isCleanNow }: Opened,
  ) {
    const { id, name, relay, compactor, onFault } = options
    this.#options = options
    this.id = id
    this.name = name
    this.epoch = loaded.epoch
    this.isDamaged = loaded.damage.length > 0 || leftOut.some(({ why }) => why === 'malformed')
    this.#told = loaded.position
    this.#snapshotAt = loaded.snapshot?.position ?? 0
    this.#ledger = ledger
    this.#taken = taken
    this.size = new DocumentSize(snapshot, log, loaded.position)
    this.stored = new StoredDocument({
      ...{ id, pieces, asLogged, size: this.size, isClean: isCleanNow, clocks: ledger.clocks, onFault },
      onExcess: (ms) => this.#crowding.addExcess(ms),
      onUnbuildable: () => this.#lose(new Refusal('documents-busy')),
      load: async (onBegin) => {
        onBegin()
        const now = await options.store.log.load(id)
        const read = await readHistory(now)
        // What holds nothing deleted goes out as it lies in the store; only the rest costs the thread's time.
        return (await isClean(now, read)) ? read.pieces : compactor.read(id, onBegin)
      },
    })
    this.#held = new HeldClientIds(options.store.holds, id)
    this.#gate = new Gate(ledger, () => this.stored.doc, { crowding: this.#crowding })
    this.presence = new Presence({
      tell: (frame) => {
        options.metrics.presenceFrames(this.audience.size)
        this.audience.tellFrame(frame)
      },
      join: (onMessage) => relay.join(id, onMessage),
      // A millisecond for each who listens: a frame for all of them costs about half of that.
      tellEveryMs: () => Math.max(100, this.audience.size),
    })
  }

  get level(): SavedLevel {
    return this.#options.store.durability
  }

  get isClosed(): boolean {
    return this.#closed !== null
  }

  /** Everything up to here has been told. */
  get position(): Position {
    return this.#told
  }

  /** How many entries lie behind the newest snapshot that is known here. */
  get uncompacted(): number {
    return this.#told - this.#snapshotAt
  }

  /** Nothing is on its way in or out. */
  get isIdle(): boolean {
    return this.#onTheWay.isEmpty && this.#company.isEmpty
  }

  /**
   * Resolves when everything has been told that was in the log at the call. Whoever comes from another node may have heard
   * of more than this one has: what of it they repeat must not look as if they had written it. (S4)
   */
  async catchUp(): Promise<void> {
    // Where nobody else writes, the log has nothing that was not told.
    if (this.level !== 'replicated') return
    await this.#subscription?.catchUp()
    await this.#company.through()
  }

  /**
   * Whether a client may be shown to the others: its id is nobody else's, who has written with it, or was here under it
   * and may write. From then on it is held if this person may. @throws StoreUnavailable, RoomMissing (S4)
   */
  async admits(client: number, person: Author, right: Right): Promise<boolean> {
    const owner = this.#ledger.owners.get(client)
    return owner === undefined ? this.#held.admits(client, person, right) : owner === person
  }

  /** Shows a client that was admitted to the others. False if its id is another's since. (S4, S11) */
  show(state: ClientState, right: Right): boolean {
    if ((this.#ledger.owners.get(state.client) ?? state.person) !== state.person) return false
    return this.presence.set(state, right)
  }

  /** Whether an update would change nothing. */
  holds(update: Uint8Array): boolean {
    return this.#gate.holds(update)
  }

  /**
   * Judges an update and sends it to the log.
   * @throws Refusal malformed, too-large, gap, not-yours, document-full, old-form, store-away
   */
  submit(update: Uint8Array, from: Connection, edit: number): Submitted {
    if (this.#closed !== null) throw new Refusal('store-away')
    const verdict = this.#gate.judge(update, from.person.id)
    switch (verdict.kind) {
      case 'refuse':
        throw new Refusal(verdict.code)
      case 'unasked':
        return { isOnItsWay: false, again: this.#askFor(update, verdict.clients) }
      case 'later':
        return { isOnItsWay: false, again: verdict.isSoon ? nextTurn() : this.#onTheWay.through() }
      case 'known':
        return { isOnItsWay: false, again: null }
      case 'accept':
        if (this.#isOfOldForm(verdict.scan)) throw new Refusal('old-form')
        return this.#accept(verdict, from, edit)
      default:
        return verdict satisfies never
    }
  }

  #accept(accepted: Accepted, from: Connection, edit: number): Submitted {
    if (!this.#hasRoomFor(accepted.scan)) return { isOnItsWay: false, again: this.#makeRoom() }
    const passed = this.#onTheWay.passed + accepted.passed
    if (accepted.passed > MANY && this.#onTheWay.passed > MANY && passed > MOST_PASSED_AT_ONCE)
      return { isOnItsWay: false, again: this.#onTheWay.through() }
    this.#gate.pass(accepted, from.person.id)
    this.audience.writes(from)
    this.#gathering.add(accepted, from, edit)
    return { isOnItsWay: true, again: accepted.isWhole ? null : this.#onTheWay.through() }
  }

  /** Who holds a client id is asked when somebody is the first to write with it: on this node, it may never have been seen. (S4) */
  async #askFor(update: Uint8Array, clients: readonly number[]): Promise<void> {
    try {
      this.#gate.learn(update, clients, await this.#held.holdersOf(clients))
    } catch (error) {
      this.#lose(error instanceof Error ? error : new Error(String(error)))
    }
  }

  /** Nobody writes a tree any more beside the text that it was brought over into; what is there already can be edited. */
  #isOfOldForm({ sections }: Scan): boolean {
    return this.name.kind === 'card' && sections.some(({ structs }) => structs.some(isInOldRoot))
  }

  #hasRoomFor(scan: Scan): boolean {
    return this.size.hasRoomFor(scan, this.#onTheWay.size, this.#options.most, () => this.#gate.cuts(scan))
  }

  /** Some of what the document takes may be deleted already. @throws Refusal document-full if that was looked at */
  #makeRoom(): Promise<void> {
    const { at, pauseMs, isInVain } = this.#lastCompaction
    const waitMs = at + pauseMs - performance.now()
    if (!this.size.isWorthCompacting(this.#options.most) || (isInVain && waitMs > 0)) throw new Refusal('document-full')
    return waitMs > 0 ? wait(waitMs).then(() => this.#options.compact(this)) : this.#options.compact(this)
  }

  #append(submission: Submission): void {
    const { scan, from, at } = submission
    this.#options.store.log.append(this.id, this.epoch, scan.update, from.person.id).then(
      (position) => {
        this.#options.metrics.appended(1, (performance.now() - at) / 1000)
        this.#appended(submission, position)
      },
      (error: unknown) => this.#lose(error instanceof Error ? error : new Error(String(error))),
    )
  }

  /** It has a position now. As a rule the log tells it after this; a feed may have been faster than the answer. */
  #appended(submission: Submission, position: Position): void {
    if (position > this.#told) return this.#onTheWay.place(submission, position)
    this.#settle(position, submission, this.#refusedEarly.get(position) ?? null)
    submission.from.answer()
  }

  /** Entries of the log, from here or from another node: those that come together are told together. Gives how many structs. */
  #tell(entries: readonly Entry[]): number {
    if (this.#closed !== null) return 0
    const told: Told[] = []
    const added: Added[] = []
    const contested: { entry: Entry; scan: Scan; submission: Submission | undefined }[] = []
    const answered = new Set<Connection>()
    for (const entry of entries) {
      const submission = this.#onTheWay.placedAt(entry.position)
      if (submission !== undefined) answered.add(submission.from)
      // It counts or not by what stands before it in the log, the same on every node. (S4)
      const admitted = admit(this.#ledger, entry, submission?.scan)
      this.#told = entry.position
      if (typeof admitted === 'string') {
        this.#settle(entry.position, submission, admitted)
        continue
      }
      this.#gate.take(admitted.scan, entry.author)
      this.size.add(entry.position, submission?.size ?? sizeAdded(admitted.scan), admitted.scan.deleted.length > 0)
      told.push({ scan: admitted.scan, from: submission?.from ?? null })
      added.push({ scan: admitted.scan, passed: submission?.passed ?? null })
      if (admitted.isContested) contested.push({ entry, scan: admitted.scan, submission })
      else this.#settle(entry.position, submission, null)
    }
    // Who wrote may be told of the others' edits and of "saved" in one write.
    for (const connection of answered) connection.hold()
    if (told.length > 0) this.stored.add(added, this.audience.tell(told))
    for (const { entry, scan, submission } of contested)
      this.#settle(entry.position, submission, this.#gate.agrees(scan, entry.author) ? null : 'not-yours')
    for (const connection of answered) {
      connection.answer()
      connection.release()
    }
    this.#taken.resize(this.size.memory)
    this.#options.onChange(this, answered.size > 0)
    return structsIn(told)
  }

  /**
   * The log's order has decided on an entry. One that was right when it was accepted here can lose only to another
   * node's, by moments, over a client id that nobody had used before.
   */
  #settle(position: Position, submission: Submission | undefined, refusal: RefusalCode | null): void {
    if (submission !== undefined) {
      if (refusal === null) submission.from.stored(submission.edit)
      else submission.from.refusedLater(submission.edit, refusal)
      this.#onTheWay.arrived(submission, position)
      if (this.#onTheWay.isEmpty) this.#gate.settled()
    } else if (refusal !== null) this.#refusedEarly.set(position, refusal)
    if (!this.#onTheWay.hasUnplaced) this.#refusedEarly.clear()
    if (refusal !== null) this.#gate.reset(this.#onTheWay.authored())
  }

  /** There is a snapshot of this size, made here or elsewhere: the log is new again. */
  compacted(position: Position, size: Size, tookMs: number): void {
    const pauseMs = Math.min(PAUSES_A_COMPACTION * tookMs, LONGEST_PAUSE_MS)
    this.#lastCompaction = { at: performance.now(), pauseMs, isInVain: false }
    this.#snapshotAt = position
    this.size.compacted(position, size)
    this.#taken.resize(this.#closed === null ? this.size.memory : 0)
    this.stored.compacted()
  }

  /** It cannot be compacted now. */
  notCompacted(): void {
    this.#lastCompaction = { at: performance.now(), pauseMs: LONGEST_PAUSE_MS, isInVain: true }
  }

  /** Its memory is needed: its clients are sent away, and may come back. */
  giveUp(): void {
    this.#lose(new Refusal('documents-busy'))
  }

  /** A client that has all that we have shows something else. It loads the document anew; we tell the operator. (S15) */
  diverged(hash: string): void {
    this.#options.metrics.diverged()
    this.#options.metrics.resync('diverged')
    this.#options.onFault(new Error(`A client of ${this.id} shows another text (${hash}) than the server holds.`))
  }

  #lose(why: Error): void {
    if (this.#closed !== null) return
    this.#closed = why
    this.#options.onLost(this, why)
  }

  close(): void {
    this.#closed ??= new Error('closed')
    this.#subscription?.close()
    this.presence.close()
    this.stored.close()
    this.#taken.release()
  }
}

type Opened = History & { isClean: boolean; snapshot: Size; taken: TakenMemory }

function structsIn(told: readonly Told[]): number {
  return told.reduce((sum, { scan }) => scan.sections.reduce((count, { structs }) => count + structs.length, sum), 0)
}
