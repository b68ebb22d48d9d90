/**
 * One room of the page: the document that is open in it, and what may be promised of its edits. Where that document may
 * not go on (its history is gone, the server refused an edit, its text differs), it is opened anew in the same room;
 * what the server did not have is kept on this device first, so that nothing is ever dropped. (S5, S8, S15)
 */
import { SCHEMA } from '@briefboard/board'
import { newId, type Greeting, type NoticeCode, type RoomId } from '@briefboard/protocol'
import { tick } from 'svelte'
import type { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import type { Device } from '#lib/device/device.ts'
import type { Recoveries } from '#lib/recovery/recoveries.svelte.ts'
import type { Why } from '#lib/recovery/recovery.ts'
import { endingOf, type Ending } from './interruption.ts'
import { OpenDocument } from './open-document.ts'
import type { RoomState } from './saved-words.ts'

/** The document of the moment; called again with each that takes its place. What is given back is called when it goes. */
export type Follower = (now: { doc: Y.Doc; provider: WebsocketProvider }) => (() => void) | void

interface Opening {
  room: RoomId
  server: string
  device: Device
  recoveries: Recoveries
}

/** More than so many new beginnings in a minute are a fault, and going on would help nobody. */
const MOST_STARTS = 4
const STARTS_MS = 60_000

/** Not part of the first load; asked for as soon as a room opens, since later there may be no connection. */
const loadHashing = () => import('@briefboard/protocol/content-hash').catch(() => null)

export class RoomSession {
  readonly id: RoomId
  readonly #opening: Opening
  readonly #followers = new Map<Follower, (() => void) | undefined>()
  #now: OpenDocument
  #saved = $state.raw<RoomState>({ kind: 'connecting' })
  #greeting = $state.raw<Greeting | null>(null)
  #notices = $state.raw<readonly NoticeCode[]>([])
  #ready = $state(false)
  #isKept = $state(true)
  #isClean = $state(true)
  #ending = $state<Ending | null>(null)
  #isRestored = $state(false)
  #isUnreadable = $state(false)
  #keptAs: string | null = null
  #starts: number[] = []
  #restarting: Promise<void> | null = null
  #whenSettled: (() => void)[] = []
  #isClosed = false

  constructor(opening: Opening) {
    this.id = opening.room
    this.#opening = opening
    void loadHashing()
    this.#now = $state.raw(this.#open(Promise.resolve()))
  }

  #open(after: Promise<unknown>): OpenDocument {
    const { room, server, device } = this.#opening
    return new OpenDocument({
      ...{ room, server, device, after },
      onChange: () => this.#look(),
      onClosed: (code) => this.#orNotKept(this.#ended(code)),
      onDiverged: () => this.#orNotKept(this.startAfresh('diverged')),
    })
  }

  #orNotKept(work: Promise<void>): void {
    work.catch(() => (this.#ending = 'not-kept')).then(() => this.#settle())
  }

  #look(): void {
    const { saved, interruption, greeting, notices, isReady, isKept, isClean } = this.#now
    this.#saved = {
      ...saved,
      ...(interruption === null ? {} : { because: interruption }),
      ...(isLostThere(this.#now) ? { isLostThere: true } : {}),
      ...(saved.kind === 'refused' && !isKept ? { isOnlyHere: true } : {}),
    }
    this.#greeting = greeting
    if (greeting !== null && greeting.schema > SCHEMA) this.#stopWriting()
    if (notices.size !== this.#notices.length) this.#notices = [...notices]
    this.#ready = isReady
    this.#isKept = isKept
    this.#isClean = isClean
    this.#settle()
  }

  /** The server's documents are of a form that this page does not know: what it wrote would be where nobody looks. */
  #stopWriting(): void {
    if (this.#ending !== null) return
    this.#ending = 'refused'
    this.#orNotKept(this.#keepUnsaved('refused').then(() => this.#now.retire()))
  }

  #settle(): void {
    if (this.#ending === null && this.#saved.kind !== 'saved' && this.#saved.kind !== 'refused') return
    for (const resolve of this.#whenSettled) resolve()
    this.#whenSettled = []
  }

  /** Resolves when the server has all of it, has refused some of it, or will not have us back. */
  whenSettled(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenSettled.push(resolve)
      this.#settle()
    })
  }

  async #ended(code: number): Promise<void> {
    const why = endingOf(code)
    if (why === 'history-changed') return this.startAfresh(why)
    this.#ending = why
    // Who signs in again sends what is here; nobody else may, and so it is put aside.
    if (why !== 'access-ended' && why !== 'gone') return
    await this.#keepUnsaved(why)
    await this.#now.retire()
  }

  get doc(): Y.Doc {
    return this.#now.doc
  }

  get provider(): WebsocketProvider {
    return this.#now.provider
  }

  get saved(): RoomState {
    return this.#saved
  }

  /** Null until the server has answered once. */
  get greeting(): Greeting | null {
    return this.#greeting
  }

  get notices(): readonly NoticeCode[] {
    return this.#notices
  }

  /** There is content to show, from this device or from the server. */
  get ready(): boolean {
    return this.#ready
  }

  /** The device keeps a copy, so that edits outlive the page. */
  get isKept(): boolean {
    return this.#isKept
  }

  /** It shows text that neither the server nor this device has: with the page it would be gone. */
  get isOnlyHere(): boolean {
    return this.#ending === 'not-kept' || (!this.#isKept && !this.#isClean)
  }

  /** Why the server will not have us back; null while it will. */
  get ending(): Ending | null {
    return this.#ending
  }

  /** The document was given another history while it was open here, and nobody has seen to that yet. */
  get isRestored(): boolean {
    return this.#isRestored
  }

  /** The person has read that it was restored. */
  acknowledge(): void {
    this.#isRestored = false
  }

  /** Reading what is here failed; what was shown before stands. */
  get isUnreadable(): boolean {
    return this.#isUnreadable
  }

  /** What `look` makes of the document; null where it fails, which is told beside what was shown before. */
  read<T>(look: (doc: Y.Doc) => T): T | null {
    try {
      const value = look(this.#now.doc)
      this.#isUnreadable = false
      return value
    } catch (error) {
      this.#isUnreadable = true
      reportError(error)
      return null
    }
  }

  /** Binds to the document now and to each that takes its place. Gives how to stop. */
  follow(follower: Follower): () => void {
    this.#followers.set(follower, follower(this.#now) ?? undefined)
    return () => {
      this.#followers.get(follower)?.()
      this.#followers.delete(follower)
    }
  }

  /** Keeps the document as it stands here among the recoveries. @throws DOMException where the browser has no room for it */
  async keep(why: Why): Promise<void> {
    const hashing = await loadHashing()
    const { doc, epoch, saved } = this.#now
    this.#keptAs = await this.#opening.recoveries.keep({
      ...{ id: this.#keptAs ?? newId(), room: this.id, epoch, why: isLostThere(this.#now) ? 'damaged' : why },
      code: saved.kind === 'refused' ? saved.code : null,
      // Without one, what is kept twice is shown twice.
      hash: hashing?.contentHash(doc) ?? newId(),
      state: Y.encodeStateAsUpdate(doc),
    })
  }

  /** What is typed while it is being written is kept as well. */
  async #keepUnsaved(why: Why): Promise<void> {
    // A page that differs may show what the server has confirmed and does not have. (S15)
    if (this.#now.isClean && why !== 'diverged') return
    let edits: number
    do {
      edits = this.#now.edits
      await this.keep(why)
    } while (this.#now.edits !== edits)
  }

  /**
   * Drops the document and loads the server's; what the server does not have is kept first.
   * @throws DOMException where the browser has no room for it; then nothing is dropped
   */
  startAfresh(why: Why): Promise<void> {
    this.#restarting ??= this.#restart(why).finally(() => (this.#restarting = null))
    return this.#restarting
  }

  async #restart(why: Why): Promise<void> {
    if (this.#isClosed) return
    const old = this.#now
    old.provider.disconnect()
    await this.#keepUnsaved(why)
    const now = performance.now()
    this.#starts = [...this.#starts.filter((at) => now - at < STARTS_MS), now]
    if (this.#starts.length > MOST_STARTS) {
      this.#ending = 'refused'
      return
    }
    this.#keptAs = null
    this.#ending = null
    this.#isUnreadable = false
    // A copy that nothing had been read of yet is replaced unseen.
    if (why === 'history-changed' && this.#ready) this.#isRestored = true
    this.#now = this.#open(old.retire())
    this.#ready = false
    this.#look()
    for (const [follower, release] of this.#followers) {
      release?.()
      this.#followers.set(follower, follower(this.#now) ?? undefined)
    }
    // Editors let go of the old document before it goes.
    await tick()
    old.close()
  }

  /** @throws Error if some of it was refused, or had to be kept on this device */
  whenSaved(): Promise<void> {
    return this.#now.whenSaved()
  }

  close(): void {
    this.#isClosed = true
    this.#now.close()
  }
}

/** Nobody edits in another's name or without the right by hand: the document has more than the server could read. (S6) */
const isLostThere = ({ saved, notices }: OpenDocument): boolean =>
  saved.kind === 'refused' && (saved.code === 'not-yours' || saved.code === 'read-only') && notices.has('damaged')
