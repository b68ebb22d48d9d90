/** One card while it is open: what it says now, its threads, what is being commented on, and everything that is done to it. */
import {
  addJudgement,
  judgementChain,
  markingOf,
  NotMade,
  readAssessment,
  reply,
  resolveThread,
  setCardField,
  standingOf,
  startThread,
  type Anchor,
  type Block,
  type Board,
  type Card,
  type CardFields,
  type Citation,
  type Judgement,
  type Report,
  type Thread,
} from '@briefboard/board'
import { rightTo } from '@briefboard/protocol'
import type { BoardView } from '#lib/board/board-view.svelte.ts'
import type { LiveEditor } from '#lib/editor/live-editor.svelte.ts'
import type { BoardSession } from '#lib/session/board.svelte.ts'
import { onceAFrame } from '#lib/session/once-a-frame.ts'
import type { RoomSession } from '#lib/session/room.svelte.ts'

export type SideTab = 'discussion' | 'sources' | 'history'

export interface Reading {
  symbol: string
  /** What it was opened for; null: the document as a whole. A new one each time, so that asking twice leads there twice. */
  at: Citation | null
  /** Whether one reads on from there at once. */
  focus: boolean
}

/** Far more than people have open on one card. */
const THREADS_AT_ONCE = 60

interface Opening {
  id: string
  view: BoardView
  /** The assessment and the count of open threads as the server gave them. */
  stored: () => { assessment: Block[]; openThreads: number }
}

export class OpenCard {
  readonly id: string
  /** Null while the server renders. */
  readonly session: BoardSession | null
  readonly room: RoomSession | null
  readonly #view: BoardView
  readonly #stored: Opening['stored']

  tab = $state<SideTab>('discussion')
  /** The thread that is pointed at, here and in the text. */
  active = $state<string | null>(null)
  /** The thread that is about to be begun: on a passage, or on the card as a whole. */
  draft = $state.raw<{ anchor: Anchor | null } | null>(null)
  live = $state.raw<LiveEditor | null>(null)
  /** The report that is read beside the card, and at which place; null while none is. */
  reading = $state.raw<Reading | null>(null)
  /** So many of its open threads are shown, and so many of the settled ones: each costs the page time at every key. */
  mostThreads = $state(THREADS_AT_ONCE)
  #written = $state.raw<Block[] | null>(null)

  constructor({ id, view, stored }: Opening) {
    this.id = id
    this.session = view.session
    this.room = view.session?.openCard(id) ?? null
    this.#view = view
    this.#stored = stored
    this.#unfollow = this.room?.follow(({ doc, provider }) => {
      provider.on('sync', () => this.#read())
      return onceAFrame(doc, () => this.#read())
    })
  }

  readonly #unfollow: (() => void) | undefined

  #read(): void {
    if (this.room?.ready === true) this.#written = this.room.read((doc) => readAssessment(doc)) ?? this.#written
  }

  get reports(): Report[] {
    return this.#view.reports
  }

  get canWrite(): boolean {
    return this.#view.canWrite
  }

  get canComment(): boolean {
    return this.session?.canComment ?? rightTo('talk', this.#view.me.role) === 'write'
  }

  board = $derived.by((): Board => this.#view.board)
  card = $derived.by((): Card | null => this.board.cards.find(({ id }) => id === this.id) ?? null)
  region = $derived.by((): string => (this.card === null ? '' : this.#view.regionName(this.card.region)))
  marking = $derived.by(() => (this.card === null ? this.board.marking : markingOf(this.board, this.card)))
  standing = $derived.by(() => standingOf(this.card?.judgements ?? []))
  chain = $derived.by((): Judgement[] => (this.card === null ? [] : judgementChain(this.card)))
  figures = $derived.by(() => this.board.figures.filter(({ card }) => card === this.id))
  actors = $derived.by(() =>
    (this.card?.actors ?? []).flatMap((id) => this.board.actors.find((actor) => actor.id === id) ?? []),
  )
  /** What the assessment says now; as the server gave it until its document is here. */
  assessment = $derived.by((): Block[] => this.#written ?? this.#stored().assessment)

  threads = $derived.by((): Thread[] => (this.session?.threads ?? []).filter(({ card }) => card === this.id))
  going = $derived.by((): Thread[] => this.#newest(this.threads.filter(({ resolved }) => resolved === null)))
  settled = $derived.by((): Thread[] => this.#newest(this.threads.filter(({ resolved }) => resolved !== null)))
  /** So many are not shown. */
  olderThreads = $derived.by((): number => this.threads.length - this.going.length - this.settled.length)

  /** The newest ones, and the one that is pointed at. */
  #newest(threads: Thread[]): Thread[] {
    return threads.filter(({ id }, index) => index >= threads.length - this.mostThreads || id === this.active)
  }

  showOlderThreads(): void {
    this.mostThreads += THREADS_AT_ONCE
  }

  openThreads = $derived.by((): number =>
    this.session?.talk.ready === true
      ? this.threads.filter(({ resolved }) => resolved === null).length
      : this.#stored().openThreads,
  )

  /** A thread whose passage is gone from the text; not known before the editor is here. */
  isDetached(thread: Thread): boolean {
    return thread.anchor !== null && this.#placed?.has(thread.id) === false
  }

  /** Read once for all that ask. */
  readonly #placed = $derived.by((): ReadonlySet<string> | null => this.live?.placed ?? null)

  /** Opens the reader beside the text at a paragraph, and marks what the citation quotes of it. */
  read(citation: Citation, { focus = true } = {}): void {
    this.tab = 'sources'
    this.reading = { symbol: citation.symbol, at: { ...citation }, focus }
  }

  /** Opens it at its beginning. */
  readDocument(symbol: string): void {
    this.tab = 'sources'
    this.reading = { symbol, at: null, focus: false }
  }

  /** Puts a citation into the assessment, where its cursor is; false while it cannot be written. */
  cite(citation: Citation): boolean {
    if (this.live === null || !this.canWrite) return false
    this.live.cite(citation)
    return true
  }

  /** @throws NotMade */
  set<Name extends keyof CardFields>(name: Name, value: CardFields[Name]): void {
    const { room, origin } = this.#toEdit()
    setCardField(room.doc, this.id, name, value, origin)
  }

  /** @throws NotMade */
  judge(judgement: Omit<Judgement, 'id' | 'by' | 'at'>): void {
    const { room, who, origin } = this.#toEdit()
    addJudgement(room.doc, this.id, { ...judgement, by: who, at: now() }, origin)
  }

  #toEdit(): BoardSession {
    if (this.session === null) throw new NotMade('The board is not open yet.')
    return this.session
  }

  /** Opens the composer for the selected text, or for the whole card where none is selected. */
  beginThread(anchor: Anchor | null): void {
    this.tab = 'discussion'
    this.active = null
    this.draft = { anchor }
  }

  /** @throws NotMade */
  postDraft(text: string): void {
    const { draft } = this
    if (draft === null) return
    const { talk, who, origin } = this.#toEdit()
    this.active = startThread(talk.doc, this.id, draft.anchor, { by: who, at: now(), text }, origin)
    this.draft = null
  }

  /** @throws NotMade */
  reply(thread: string, text: string): void {
    const { talk, who, origin } = this.#toEdit()
    reply(talk.doc, thread, { by: who, at: now(), text }, origin)
  }

  /** @throws NotMade */
  resolve(thread: string, resolved: boolean): void {
    const { talk, who, origin } = this.#toEdit()
    resolveThread(talk.doc, thread, resolved ? { by: who, at: now() } : null, origin)
    if (resolved && this.active === thread) this.active = null
  }

  /** Points at a thread and leads to its passage. */
  choose(thread: string): void {
    this.active = thread
    this.live?.show(thread)
  }

  close(): void {
    this.#unfollow?.()
    void this.session?.closeCard(this.id)
  }
}

const now = (): string => new Date().toISOString()
