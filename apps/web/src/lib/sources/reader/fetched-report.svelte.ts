/** A report that is fetched in the browser, to be read beside a card; fetched anew when the board hears that it changed. */
import type { StoredReport } from '@briefboard/protocol/pages'
import type { Live } from '#lib/live/live.svelte.ts'
import { request, wordsOf } from '#lib/live/request.ts'
import { reportAddress } from '#lib/sources/report-address.ts'
import { readerDocument, type ReaderDocument } from './reader-document.ts'

type Fetched = { kind: 'loading' } | { kind: 'here'; document: ReaderDocument } | { kind: 'failed'; words: string }

export class FetchedReport {
  readonly symbol: string
  readonly #path: string
  readonly #unlisten: () => void
  #state = $state.raw<Fetched>({ kind: 'loading' })
  /** An answer that was overtaken does not count. */
  #turn = 0

  constructor({ board, symbol, live }: { board: string; symbol: string; live: Live }) {
    this.symbol = symbol
    this.#path = reportAddress(board, symbol)
    this.#unlisten = live.on('reports:changed', (news) => {
      if (news.board === board && news.symbol === symbol) void this.fetch()
    })
    void this.fetch()
  }

  get state(): Fetched {
    return this.#state
  }

  async fetch(): Promise<void> {
    const turn = ++this.#turn
    const fetched = await this.#ask()
    if (turn === this.#turn) this.#state = fetched
  }

  async #ask(): Promise<Fetched> {
    try {
      // The server's own form, said in its contract.
      const report = (await request('GET', this.#path)) as StoredReport
      return { kind: 'here', document: readerDocument(report) }
    } catch (error) {
      return { kind: 'failed', words: wordsOf(error) }
    }
  }

  close(): void {
    this.#turn = -1
    this.#unlisten()
  }
}
