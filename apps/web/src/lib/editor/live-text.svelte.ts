/**
 * The live editor in its place: made when the document is here, made anew when it breaks, and given up where that would
 * not end. Then the text is only shown, and nothing is written into it.
 */
import { assessmentOf } from '@briefboard/board'
import type { OpenCard } from '#lib/card/open-card.svelte.ts'
import { showToast } from '#lib/ui/toasts.ts'
import type { LiveEditor, LiveEditorOpening, StoodAt } from './live-editor.svelte.ts'

/** `not-loaded`: its program did not come. `too-large`: a browser could not edit the text in time. `failing`: it broke again and again. */
export type Stopped = 'not-loaded' | 'too-large' | 'failing'

type Given = Pick<LiveEditorOpening, 'onThread' | 'onChip' | 'citations'>

/** More faults than these in a minute are no accident, and going on would take the keys from under people's hands. */
const MOST_FAULTS = 3
const FAULTS_MS = 60_000

export class LiveText {
  /** Why there is no editor, as far as that will stay so. */
  stopped = $state<Stopped | null>(null)
  readonly #open: OpenCard
  readonly #given: Given
  /** Goes up with each editor that is to be made in the place of another. */
  #start = $state(0)
  #faults: number[] = []
  #stoodAt: StoodAt | null = null

  constructor(open: OpenCard, given: Given) {
    this.#open = open
    this.#given = given
  }

  /** Brings the editor into `host` once the document is here; an attachment. */
  readonly mount = (host: HTMLElement): (() => void) | undefined => {
    void this.#start
    const { session, room, canWrite } = this.#open
    if (session === null || room?.ready !== true) return
    let gone = false
    const { id, name, color } = session.me
    room.provider.awareness.setLocalStateField('user', { id, name, color })
    const setting = {
      host,
      text: assessmentOf(room.doc),
      provider: room.provider,
      canWrite,
      onLeftOut: (words: string) => void showToast(words),
    }
    import('./live-editor.svelte.ts').then(
      ({ LiveEditor, TextTooLarge }) => {
        if (gone) return
        try {
          const live = new LiveEditor({ ...setting, ...this.#given, onBroken: () => this.#broken(live) })
          this.#began(live)
        } catch (error) {
          this.#failed(error instanceof TextTooLarge ? 'too-large' : 'failing', error)
        }
      },
      () => (this.stopped = 'not-loaded'),
    )
    return () => {
      gone = true
      this.#open.live?.close()
      this.#open.live = null
    }
  }

  #began(live: LiveEditor): void {
    this.stopped = null
    this.#open.live = live
    if (this.#stoodAt === null) return
    live.standAt(this.#stoodAt)
    this.#stoodAt = null
    void showToast('The text was shown anew after a fault on this page. Look whether your last words are there.')
  }

  #broken(live: LiveEditor): void {
    // Another may have taken its place, or the card is closed.
    if (this.#open.live !== live) return
    this.#stoodAt = live.stoodAt
    const now = performance.now()
    this.#faults = [...this.#faults.filter((at) => now - at < FAULTS_MS), now]
    if (this.#faults.length <= MOST_FAULTS) return void this.#start++
    live.close()
    this.#open.live = null
    this.#stoodAt = null
    this.stopped = 'failing'
  }

  #failed(why: Stopped, error: unknown): void {
    if (why !== 'too-large') reportError(error)
    this.#stoodAt = null
    this.stopped = why
  }

  /** The text may have become one that can be drawn. */
  textChanged(): void {
    if (this.stopped === 'too-large') this.#start++
  }

  tryAgain(): void {
    this.#faults = []
    this.#start++
  }
}
