/** One open board: its rooms, the plain board as it stands now, who is here, and the state of all edits. */
import { openThreads, readBoard, readThreads, type Board, type Report, type Thread, type Who } from '@briefboard/board'
import {
  boardRoom,
  cardRoom,
  CardId,
  parseRoom,
  rightTo,
  talkRoom,
  type BoardId,
  type Person,
  type Role,
  type RoomId,
  type RoomKind,
} from '@briefboard/protocol'
import { getContext, setContext } from 'svelte'
import { SvelteMap } from 'svelte/reactivity'
import type { WebsocketProvider } from 'y-websocket'
import type * as Y from 'yjs'
import { Device } from '#lib/device/device.ts'
import { showFailure, showToast } from '#lib/ui/toasts.ts'
import { cardName } from '#lib/ui/words.ts'
import { Recoveries } from '#lib/recovery/recoveries.svelte.ts'
import { placeWords } from '#lib/recovery/recovery-words.ts'
import { isBuiltOn } from './built-on.ts'
import { LeftBehind } from './left-behind.svelte.ts'
import { onceAFrame } from './once-a-frame.ts'
import { OwnUndo } from './own-undo.svelte.ts'
import { readPresence, tellPresence, type Presence } from './presence.ts'
import { RoomSession } from './room.svelte.ts'
import { leastSafe, withLeftBehind, type RoomState } from './saved-words.ts'

interface Opening {
  board: Board
  reports: Report[]
  openThreads: ReadonlyMap<string, number>
  me: Person
  /** Address of the WebSocket server, for instance `ws://127.0.0.1:3000`. */
  server: string
}

export class BoardSession {
  readonly id: BoardId
  readonly me: Person
  readonly reports: Report[]
  readonly room: RoomSession
  readonly talk: RoomSession
  /** What this device keeps of edits that did not reach the board. */
  readonly recoveries: Recoveries
  readonly #device: Device
  readonly #leftBehind: LeftBehind
  readonly #server: string
  readonly #undo = new OwnUndo()
  #isUndoing = false
  readonly #cards = new SvelteMap<string, { session: RoomSession; users: number }>()
  readonly #firstCounts: ReadonlyMap<string, number>
  #board: Board
  #threads = $state.raw<Thread[]>([])
  #people = $state.raw<Presence[]>([])
  /** The card that is open here. */
  #shown: string | null = null

  constructor({ board, reports, openThreads, me, server }: Opening) {
    this.id = board.id as BoardId
    this.me = me
    this.reports = reports
    this.#board = $state.raw(board)
    this.#firstCounts = openThreads
    this.#server = server
    this.#device = new Device(me.id)
    this.recoveries = new Recoveries(this.#device, this.id)
    this.room = this.#open(boardRoom(this.id))
    this.talk = this.#open(talkRoom(this.id))
    this.room.follow(({ doc, provider }) => this.#followBoard(doc, provider))
    this.talk.follow(({ doc, provider }) => {
      const look = (): void => void (this.#threads = this.talk.read((doc) => readThreads(doc)) ?? this.#threads)
      provider.on('sync', look)
      return onceAFrame(doc, look)
    })
    addEventListener('beforeunload', this.#askBeforeUnload)
    this.#leftBehind = new LeftBehind({ board: this.id, person: me.id, server, recoveries: this.recoveries })
    void this.#sweep()
  }

  async #sweep(): Promise<void> {
    // What cannot be deleted now is tried again with the next page.
    const sweeping = import('#lib/device/sweep.ts').then(({ sweepOldCopies }) => sweepOldCopies(this.#device))
    const isKept = await sweeping.catch(() => false)
    if (isKept) await this.recoveries.changed()
  }

  #open(room: RoomId): RoomSession {
    return new RoomSession({ room, server: this.#server, device: this.#device, recoveries: this.recoveries })
  }

  #followBoard(doc: Y.Doc, provider: WebsocketProvider): () => void {
    const look = (): void => {
      if (this.room.ready) this.#board = this.room.read((doc) => readBoard(this.id, doc).value) ?? this.#board
    }
    const stop = onceAFrame(doc, look)
    // The device's copy may hold edits that the stored board lacks, and the server may have nothing to add to it.
    provider.on('sync', look)
    provider.on('connection-error', look)
    const { awareness } = provider
    awareness.on('change', () => (this.#people = readPresence(awareness)))
    tellPresence(awareness, this.me, this.#shown)
    const release = this.#undo.follow(doc)
    return () => {
      stop()
      release()
    }
  }

  /** The board as it stands, archived cards included; assessments are in the cards' own rooms. */
  get board(): Board {
    return this.#board
  }

  get threads(): Thread[] {
    return this.#threads
  }

  openThreads = $derived.by((): ReadonlyMap<string, number> =>
    this.talk.ready ? openThreads(this.#threads) : this.#firstCounts,
  )

  /** Everybody here, oneself included, a person once a tab. */
  get people(): Presence[] {
    return this.#people
  }

  /** The least safe state of all open documents, and of what earlier pages have left on this device: what the page may promise. */
  saved = $derived.by((): RoomState => {
    const state = leastSafe(this.rooms.map(({ saved }) => saved))
    if (!this.#leftBehind.isKnown) return state.kind === 'saved' ? { kind: 'connecting' } : state
    return withLeftBehind(
      state,
      this.#leftBehind.rooms.map((room) => this.#placeOf(room)),
    )
  })

  #placeOf(id: RoomId): string {
    const room = parseRoom(id)
    if (room === null) return id
    const nameOf = (card: string): string => cardName(this.#board.cards.find(({ id }) => id === card) ?? { title: '' })
    return placeWords({ kind: room.kind, card: room.kind === 'card' ? room.card : null }, nameOf)
  }

  /** The board's own documents, and those of the cards that are open. */
  get rooms(): RoomSession[] {
    return [this.room, this.talk, ...[...this.#cards.values()].map(({ session }) => session)]
  }

  /** Documents with edits that would be gone with this page, as long as nothing is done. */
  atRisk = $derived.by((): RoomSession[] =>
    // While all goes well, each edit is only here for a moment.
    this.rooms.filter(
      ({ isOnlyHere, saved, ending }) =>
        isOnlyHere && (ending !== null || saved.kind === 'only-here' || saved.kind === 'refused'),
    ),
  )

  /** The open card's own document; null if it is not open. */
  cardRoom(card: string): RoomSession | null {
    return this.#cards.get(card)?.session ?? null
  }

  /** The role that the server last named, if it is another than the page was made for. */
  newRole = $derived.by((): Role | null => {
    const now = this.room.greeting?.role ?? this.me.role
    return now === this.me.role ? null : now
  })

  get canWrite(): boolean {
    return this.#may('board')
  }

  get canComment(): boolean {
    return this.#may('talk')
  }

  /** A page that was made for a lower role stays as it is until it is loaded again. */
  #may(kind: RoomKind): boolean {
    const ended = this.room.ending === 'access-ended' || this.talk.ending === 'access-ended'
    return !ended && [this.me.role, this.newRole ?? this.me.role].every((role) => rightTo(kind, role) === 'write')
  }

  /** Keeps the text of every document of which the server refused an edit. @throws DOMException where there is no room for it */
  async keepRefused(): Promise<void> {
    await Promise.all(this.#refused().map((room) => room.keep('refused')))
  }

  /** Loads the board's version of every document of which the server refused an edit; the text here is kept first. */
  async loadRefusedAnew(): Promise<void> {
    await Promise.all(this.#refused().map((room) => room.startAfresh('refused')))
  }

  /** Loads the board's version of the documents that cannot be read here; all that is here is kept first. */
  async loadUnreadableAnew(rooms: readonly RoomSession[]): Promise<void> {
    await Promise.all(rooms.map((room) => room.startAfresh('diverged')))
  }

  #refused(): RoomSession[] {
    return this.rooms.filter(({ saved }) => saved.kind === 'refused')
  }

  get who(): Who {
    return { id: this.me.id, name: this.me.name }
  }

  /** Tells the others which card is open here. */
  show(card: string | null): void {
    this.#shown = card
    tellPresence(this.room.provider.awareness, this.me, card)
  }

  /** Opens a card's assessment; each call is to be followed by one of `closeCard`. */
  openCard(card: string): RoomSession {
    const open = this.#cards.get(card)
    if (open !== undefined) {
      open.users++
      return open.session
    }
    const session = this.#open(cardRoom(this.id, CardId.parse(card)))
    this.#cards.set(card, { session, users: 1 })
    return session
  }

  /** Closes when nobody on this page uses it any more and all of it is saved; what is not saved is sent first. */
  async closeCard(card: string): Promise<void> {
    const open = this.#cards.get(card)
    if (open === undefined || --open.users > 0) return
    const { session } = open
    if (session.ending === null) await session.whenSaved().catch(() => undefined)
    if (open.users > 0) return
    // Nobody would see any more that it was refused; the board tells of what was kept.
    if (session.saved.kind === 'refused') await session.startAfresh('refused').catch(() => undefined)
    // What only this page has goes with the page at the earliest; who opens the card again finds it.
    if (open.users > 0 || session.isOnlyHere) return
    this.#cards.delete(card)
    session.close()
  }

  /** Origin of this person's own edits on the board: undo goes back over these only. */
  get origin(): symbol {
    return this.#undo.origin
  }

  get canUndo(): boolean {
    return this.#undo.canUndo
  }

  get canRedo(): boolean {
    return this.#undo.canRedo
  }

  /** What is done next is undone by itself, not together with what was done just before. */
  step(): void {
    this.#undo.step()
  }

  /** Takes back this person's last edit. A card that others have worked on since it was made stays, and that is said. */
  async undo(): Promise<void> {
    if (this.#isUndoing) return
    this.#isUndoing = true
    try {
      for (const card of this.#undo.nextMade) {
        if (!(await this.#isBuiltOn(card))) continue
        const name = cardName(this.board.cards.find(({ id }) => id === card) ?? { title: '' })
        this.#undo.skip()
        const words = `“${name}” stays, since others may have worked on it.`
        return void showFailure(words, 'Archive it if it is not needed.')
      }
      if (!this.#undo.undo())
        void showToast('Not undone: others have changed the same since. It stays as they left it.')
    } finally {
      this.#isUndoing = false
    }
  }

  #isBuiltOn(card: string): Promise<boolean> {
    return isBuiltOn(card, {
      ...{ board: this.room.doc, threads: this.#threads, isOwn: (item) => this.#undo.isOwn(item) },
      ...{ openCard: (id) => this.openCard(id), closeCard: (id) => this.closeCard(id) },
    })
  }

  redo(): void {
    if (!this.#undo.redo()) void showToast('Not redone: others have changed the same since. It stays as they left it.')
  }

  whenSaved(): Promise<unknown> {
    return Promise.all(this.rooms.map((room) => room.whenSaved()))
  }

  /** Documents of which only this page has something stay open until it is saved, wherever the tab has gone meanwhile. */
  async close(): Promise<void> {
    this.#leftBehind.close()
    await Promise.all(this.rooms.map(closeWhenSaved))
    removeEventListener('beforeunload', this.#askBeforeUnload)
    this.recoveries.close()
    this.#device.close()
  }

  /** The browser asks in words of its own. A board that was left has nothing derived any more, so this looks by itself. */
  readonly #askBeforeUnload = (event: BeforeUnloadEvent): void => {
    if (this.rooms.some(({ isOnlyHere }) => isOnlyHere)) event.preventDefault()
  }
}

async function closeWhenSaved(room: RoomSession): Promise<void> {
  // What the server does not take stays where it is; the person was asked.
  if (room.isOnlyHere && room.ending === null) await room.whenSaved().catch(() => undefined)
  room.close()
}

const KEY = Symbol('board session')

export const setBoardSession = (session: BoardSession): BoardSession => setContext(KEY, session)
export const getBoardSession = (): BoardSession => getContext<BoardSession>(KEY)
