/** The documents that somebody brings to the board on this page: one after another, each with how far it is. */
import { getContext, setContext } from 'svelte'
import { upload } from '#lib/live/upload.ts'
import {
  identityOf,
  importForm,
  isUnderWay,
  NO_IDENTITY,
  stateAfter,
  type Identity,
  type ImportState,
} from './import-state.ts'

export type Send = typeof upload

export class Import {
  readonly file: File
  state = $state.raw<ImportState>({ kind: 'waiting' })
  /** What is said of it; filled with a guess when it is asked for. */
  identity = $state<Identity>({ ...NO_IDENTITY })
  replace = false
  stop = new AbortController()

  constructor(file: File) {
    this.file = file
  }
}

interface Opening {
  board: string
  /** Called when a document is on the board. */
  ondone: (symbol: string) => void
  send?: Send
}

export class Imports {
  readonly #board: string
  readonly #ondone: Opening['ondone']
  readonly #send: Send
  #all = $state.raw<Import[]>([])
  #running = false

  constructor({ board, ondone, send = upload }: Opening) {
    this.#board = board
    this.#ondone = ondone
    this.#send = send
  }

  get all(): readonly Import[] {
    return this.#all
  }

  underWay = $derived.by(() => this.#all.some(({ state }) => isUnderWay(state)))

  bring(files: Iterable<File>): void {
    this.#all = [...this.#all, ...[...files].map((file) => new Import(file))]
    void this.#run()
  }

  /** Once more, with what was said of it meanwhile. */
  again(one: Import, { replace = one.replace }: { replace?: boolean } = {}): void {
    one.replace = replace
    one.stop = new AbortController()
    one.state = { kind: 'waiting' }
    void this.#run()
  }

  /** It is another document than the one that is here, and is to have a symbol of its own. */
  rename(one: Import): void {
    const { title, date, number } = one.identity
    const said = (value: string): string | null => (value === '' ? null : value)
    const question = {
      symbol: null,
      title: said(title),
      date: said(date),
      number: number === '' ? null : Number(number),
    }
    one.state = { kind: 'asking', question, words: 'Which symbol does it have?' }
  }

  cancel(one: Import): void {
    if (one.state.kind === 'waiting') one.state = { kind: 'stopped' }
    else one.stop.abort()
  }

  /** Stops what is under way and forgets all of it. What the server has taken already stays. */
  close(): void {
    for (const one of this.#all) this.cancel(one)
    this.#all = []
  }

  async #run(): Promise<void> {
    if (this.#running) return
    this.#running = true
    for (let next = this.#next(); next !== undefined; next = this.#next()) await this.#bringOne(next)
    this.#running = false
  }

  #next(): Import | undefined {
    return this.#all.find(({ state }) => state.kind === 'waiting')
  }

  async #bringOne(one: Import): Promise<void> {
    one.state = { kind: 'sending', share: 0 }
    const onsent = (share: number): void => {
      one.state = share < 1 ? { kind: 'sending', share } : { kind: 'reading' }
    }
    try {
      const path = `/api/boards/${encodeURIComponent(this.#board)}/reports`
      const form = importForm(one.file, one.identity, one.replace)
      const symbol = symbolIn(await this.#send(path, form, { signal: one.stop.signal, onsent }))
      one.state = { kind: 'done', symbol }
      this.#ondone(symbol)
    } catch (error) {
      const state = stateAfter(error)
      // What somebody has typed already is not taken away by a guess.
      if (state.kind === 'asking') one.identity = { ...identityOf(state.question), ...filled(one.identity) }
      one.state = state
    }
  }
}

const filled = (identity: Identity): Partial<Identity> =>
  Object.fromEntries(Object.entries(identity).filter(([, value]) => value.trim() !== ''))

/** Of `{ imported: ImportFact }`. */
function symbolIn(answer: unknown): string {
  const fact = typeof answer === 'object' && answer !== null && 'imported' in answer ? answer.imported : null
  const symbol = typeof fact === 'object' && fact !== null && 'symbol' in fact ? fact.symbol : null
  if (typeof symbol !== 'string') throw new Error('The server’s answer names no report; look at the list of sources.')
  return symbol
}

const KEY = Symbol('imports')

export interface ImportDesk {
  /** Opens the file chooser. */
  choose: () => void
  readonly mayImport: boolean
}

export const setImportDesk = (desk: ImportDesk): ImportDesk => setContext(KEY, desk)
export const getImportDesk = (): ImportDesk => getContext<ImportDesk>(KEY)
