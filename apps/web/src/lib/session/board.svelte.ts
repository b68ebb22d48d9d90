/** One open board: its rooms, the plain board as it stands now, who is here, and the state of all edits. */
import { openThreads, readBoard, readThreads, type Board, type Report, type Thread, type Who } from '@briefboard/board'
import {
  boardRoom,
  cardRoom,
  CardId,
  rightTo,
  talkRoom,
  type BoardId,
  type Person,
  type SavedState,
} from '@briefboard/protocol'
import { getContext, setContext } from 'svelte'
import { SvelteMap } from 'svelte/reactivity'
import * as Y from 'yjs'
import { RoomSession } from './room.svelte.ts'
import { leastSafe } from './saved-words.ts'

/** What a person shows to the others who have the board open. */
export interface Presence {
  client: number
  person: Pick<Person, 'id' | 'name' | 'color'>
  /** The card that is open; null on the board. */
  card: string | null
}

interface Opening {
  board: Board
  reports: Report[]
  openThreads: Record<string, number>
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
  /** Origin of this person's own edits on the board: undo goes back over these only. */
  readonly origin = Symbol('own edits')
  readonly #undo: Y.UndoManager
  readonly #cards = new SvelteMap<string, { session: RoomSession; users: number }>()
  readonly #firstCounts: ReadonlyMap<string, number>
  #board: Board
  #threads = $state.raw<Thread[]>([])
  #people = $state.raw<Presence[]>([])
  #undoSteps = $state(0)
  #redoSteps = $state(0)

  constructor({ board, reports, openThreads, me, server }: Opening) {
    this.id = board.id as BoardId
    this.me = me
    this.reports = reports
    this.#board = $state.raw(board)
    this.#firstCounts = new Map(Object.entries(openThreads))
    this.room = new RoomSession(boardRoom(this.id), server)
    this.talk = new RoomSession(talkRoom(this.id), server)
    this.#server = server
    this.#undo = new Y.UndoManager([this.room.doc.getMap('cards'), this.room.doc.getMap('board')], {
      trackedOrigins: new Set([this.origin]),
    })
    this.#follow()
  }

  readonly #server: string

  #follow(): void {
    const look = (): void => {
      if (this.room.ready) this.#board = readBoard(this.id, this.room.doc).value
    }
    onceAFrame(this.room.doc, look)
    // The device's copy may hold edits that the stored board lacks, and the server may have nothing to add to it.
    this.room.provider.on('sync', look)
    this.room.provider.on('connection-error', look)
    onceAFrame(this.talk.doc, () => (this.#threads = readThreads(this.talk.doc)))
    this.room.awareness.on('change', () => (this.#people = readPresence(this.room.awareness)))
    this.show(null)
    const count = (): void => {
      this.#undoSteps = this.#undo.undoStack.length
      this.#redoSteps = this.#undo.redoStack.length
    }
    this.#undo.on('stack-item-added', count)
    this.#undo.on('stack-item-popped', count)
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

  /** The least safe state of all open documents: what the page may promise. */
  saved = $derived.by((): SavedState =>
    leastSafe(
      [this.room, this.talk, ...[...this.#cards.values()].map(({ session }) => session)].map(({ saved }) => saved),
    ),
  )

  get canWrite(): boolean {
    return rightTo('board', this.me.role) === 'write'
  }

  get canComment(): boolean {
    return rightTo('talk', this.me.role) === 'write'
  }

  get who(): Who {
    return { id: this.me.id, name: this.me.name }
  }

  /** Tells the others which card is open here. */
  show(card: string | null): void {
    this.room.awareness.setLocalState({ user: { id: this.me.id, name: this.me.name, color: this.me.color }, card })
  }

  /** Opens a card's assessment; each call is to be followed by one of `closeCard`. */
  openCard(card: string): RoomSession {
    const open = this.#cards.get(card)
    if (open !== undefined) {
      open.users++
      return open.session
    }
    const session = new RoomSession(cardRoom(this.id, CardId.parse(card)), this.#server)
    this.#cards.set(card, { session, users: 1 })
    return session
  }

  /** Closes when nobody on this page uses it any more and all of it is saved; what is not saved is sent first. */
  async closeCard(card: string): Promise<void> {
    const open = this.#cards.get(card)
    if (open === undefined || --open.users > 0) return
    await open.session.whenSaved().catch(() => undefined)
    if (open.users > 0) return
    this.#cards.delete(card)
    open.session.close()
  }

  get canUndo(): boolean {
    return this.#undoSteps > 0
  }

  get canRedo(): boolean {
    return this.#redoSteps > 0
  }

  /** What is done next is undone by itself, not together with what was done just before. */
  step(): void {
    this.#undo.stopCapturing()
  }

  undo(): void {
    this.#undo.undo()
  }

  redo(): void {
    this.#undo.redo()
  }

  whenSaved(): Promise<unknown> {
    return Promise.all(
      [this.room, this.talk, ...[...this.#cards.values()].map(({ session }) => session)].map((room) =>
        room.whenSaved(),
      ),
    )
  }

  close(): void {
    this.#undo.destroy()
    for (const { session } of this.#cards.values()) session.close()
    this.room.close()
    this.talk.close()
  }
}

/** Runs `look` at most once a frame while the document changes. */
function onceAFrame(doc: Y.Doc, look: () => void): void {
  let waiting = false
  doc.on('update', () => {
    if (waiting) return
    waiting = true
    requestAnimationFrame(() => {
      waiting = false
      look()
    })
  })
}

function readPresence(awareness: RoomSession['awareness']): Presence[] {
  return [...awareness.getStates()].flatMap(([client, state]): Presence[] => {
    const person: unknown = state['user']
    return isPerson(person) ? [{ client, person, card: typeof state['card'] === 'string' ? state['card'] : null }] : []
  })
}

function isPerson(value: unknown): value is Presence['person'] {
  return typeof value === 'object' && value !== null && 'id' in value && 'name' in value && 'color' in value
}

const KEY = Symbol('board session')

export const setBoardSession = (session: BoardSession): BoardSession => setContext(KEY, session)
export const getBoardSession = (): BoardSession => getContext<BoardSession>(KEY)
