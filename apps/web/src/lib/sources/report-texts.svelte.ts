/** The imported texts of a board's reports: fetched when a paragraph is first asked for, a report at once, and kept while the board is open. */
import { quotationState, type Citation, type QuotationState } from '@briefboard/board'
import type { StoredReport } from '@briefboard/protocol/pages'
import type { ReadReport } from '@briefboard/reports'
import { browser } from '$app/env'
import { untrack } from 'svelte'
import { SvelteMap } from 'svelte/reactivity'
import { getBoardView, type BoardView } from '#lib/board/board-view.svelte.ts'
import { getLive, type Live } from '#lib/live/live.svelte.ts'
import { Failed, request } from '#lib/live/request.ts'
import { reportAddress } from './report-address.ts'

/** By number; null: nobody has imported it; `failed`: it could not be fetched. */
type Paragraphs = ReadonlyMap<number, string> | null | 'failed'

export class ReportTexts {
  readonly #board: string
  readonly #texts = new SvelteMap<string, Paragraphs>()
  #version = $state(0)
  /** How often each report was asked for: an answer that was overtaken does not count. */
  readonly #asked = new Map<string, number>()

  constructor(board: string, live: Live) {
    this.#board = board
    if (!browser) return
    // The connection outlives the board's pages, and must not keep the texts of all boards that were looked at.
    const weak = new WeakRef(this)
    live.on('reports:changed', (news) => {
      const texts = weak.deref()
      if (texts !== undefined && news.board === board) texts.#hear(news.symbol)
    })
  }

  /** Goes up whenever a text has come or changed. */
  get version(): number {
    return this.#version
  }

  /** Null where nobody has imported the report; empty where the imported one has no such paragraph. Asks for what is not known. */
  textOf(symbol: string, paragraph: number): string | null | 'loading' {
    const known = this.#texts.get(symbol)
    if (known === undefined) {
      if (browser && !this.#asked.has(symbol)) void this.#ask(symbol)
      return 'loading'
    }
    return known === null || known === 'failed' ? null : (known.get(paragraph) ?? '')
  }

  /** Null without quotation. While its text is on the way a quotation is not checked. */
  stateOf({ symbol, paragraph, quotation }: Citation): QuotationState | null {
    if (quotation === undefined) return null
    const text = this.textOf(symbol, paragraph)
    return quotationState(quotation, text === 'loading' ? null : text)
  }

  /** Whether the text could not be fetched. */
  hasFailed(symbol: string): boolean {
    return this.#texts.get(symbol) === 'failed'
  }

  /** Tries once more what could not be fetched. */
  retry(symbol: string): void {
    if (untrack(() => this.hasFailed(symbol))) void this.#ask(symbol)
  }

  #hear(symbol: string): void {
    if (this.#asked.has(symbol)) void this.#ask(symbol)
  }

  async #ask(symbol: string): Promise<void> {
    const turn = (this.#asked.get(symbol) ?? 0) + 1
    this.#asked.set(symbol, turn)
    const paragraphs = await fetchParagraphs(this.#board, symbol)
    if (this.#asked.get(symbol) !== turn) return
    this.#texts.set(symbol, paragraphs)
    this.#version++
  }
}

async function fetchParagraphs(board: string, symbol: string): Promise<Paragraphs> {
  try {
    // The server's own form, said in its contract.
    const { text } = (await request('GET', reportAddress(board, symbol))) as StoredReport & { text: ReadReport | null }
    return text === null ? null : byNumber(text)
  } catch (error) {
    return error instanceof Failed && error.status === 404 ? null : 'failed'
  }
}

/** Of two paragraphs with one number, as a misread document may have them, both. */
function byNumber({ paragraphs }: Pick<ReadReport, 'paragraphs'>): Map<number, string> {
  const texts = new Map<number, string>()
  for (const { number, text } of paragraphs) {
    if (number === null) continue
    const before = texts.get(number)
    texts.set(number, before === undefined ? text : `${before}\n${text}`)
  }
  return texts
}

/** One for each open board, made when it is first needed: the board's own page does without. */
const open = new WeakMap<BoardView, ReportTexts>()

/** To be called while a component is made. */
export function getReportTexts(): ReportTexts {
  const view = getBoardView()
  const texts = open.get(view) ?? new ReportTexts(view.board.id, getLive())
  open.set(view, texts)
  return texts
}
