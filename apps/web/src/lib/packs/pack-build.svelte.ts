/** One pack on its way: waiting until all is saved, asked for, followed to its files or its failure. */
import type { PackProgress, PackRequest, PackStatus } from '@briefboard/protocol'
import type { Live } from '#lib/live/live.svelte.ts'
import { request, wordsOf } from '#lib/live/request.ts'

export type BuildState =
  | { at: 'choosing' }
  | { at: 'saving' }
  | { at: 'building'; done: number; words: string }
  | { at: 'ready'; pack: PackStatus }
  | { at: 'failed'; words: string }

const POLL_MS = 1500

interface Around {
  board: string
  live: Live
  whenSaved: () => Promise<unknown>
}

export class PackBuild {
  #state = $state.raw<BuildState>({ at: 'choosing' })
  readonly #around: Around
  #pack: string | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #off: () => void

  constructor(around: Around) {
    this.#around = around
    this.#off = around.live.on('pack:progress', (progress) => this.#hear(progress))
  }

  get state(): BuildState {
    return this.#state
  }

  async start(asked: PackRequest): Promise<void> {
    this.#pack = null
    this.#state = { at: 'saving' }
    try {
      await this.#around.whenSaved()
      this.#state = { at: 'building', done: 0, words: 'Asking for the pack' }
      const answer = await request('POST', `/api/boards/${this.#around.board}/packs`, asked)
      this.#pack = (answer as { id: string }).id // 202 answers with the pack's id
      this.#pollSoon()
    } catch (error) {
      this.#state = { at: 'failed', words: wordsOf(error) }
    }
  }

  again(): void {
    this.#state = { at: 'choosing' }
  }

  close(): void {
    this.#pack = null
    clearTimeout(this.#timer)
    this.#off()
  }

  /** Events are hints: the end is always looked up. */
  #hear({ pack, stage, done, words }: PackProgress): void {
    if (pack !== this.#pack) return
    if (stage === 'ready' || stage === 'failed') void this.#look(pack)
    else this.#show(done, words)
  }

  #show(done: number, words: string): void {
    if (this.#state.at !== 'building') return
    this.#state = { at: 'building', done: Math.max(done, this.#state.done), words }
  }

  #pollSoon(): void {
    const pack = this.#pack
    if (pack === null) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#look(pack), POLL_MS)
  }

  async #look(pack: string): Promise<void> {
    try {
      const status = (await request('GET', `/api/packs/${pack}`)) as PackStatus // the API's own answer
      if (pack !== this.#pack || this.#state.at !== 'building') return
      if (status.stage === 'ready') this.#state = { at: 'ready', pack: status }
      else if (status.stage === 'failed') this.#state = { at: 'failed', words: status.words }
      else {
        this.#show(status.done, status.words)
        this.#pollSoon()
      }
    } catch {
      // The server may be away for a moment; the pack goes on without us.
      this.#pollSoon()
    }
  }
}
