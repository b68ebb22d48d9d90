/** A board's reports and imported texts in its index, a part for each paragraph; read again only when they are others. */
import type { Frame, Report } from '@briefboard/board'
import type { BoardId } from '@briefboard/protocol'
import type { Store } from '@briefboard/store'
import { eachText, paragraphTexts, readReports } from '../sources/index.ts'
import { inTurns, turns } from '../turns.ts'
import type { BoardIndex } from './board-index.ts'
import { entriesOfReport } from './entries.ts'

const PARAGRAPH = 'paragraph '

type Texts = ReadonlyMap<string, ReadonlyMap<number, string>>

export class ReportParts {
  readonly #store: Store
  readonly #board: BoardId
  /** The frame and the imports that the index was made with. */
  #made: { frame: Frame; imports: string } | null = null

  constructor(store: Store, board: BoardId) {
    this.#store = store
    this.#board = board
  }

  /** Every report that was stored before the call is in the index after it. */
  async update(index: BoardIndex, frame: Frame): Promise<void> {
    // Reports come and go with imports alone, and no version of a record is given twice.
    const records = await this.#store.records.list(`import/${this.#board}`)
    const imports = records.map(({ id, version }) => `${id}@${version}`).join(' ')
    if (this.#made?.frame === frame && this.#made.imports === imports) return
    const reports = await readReports(this.#store, this.#board)
    await fill(index, reports, await this.#texts(), frame)
    this.#made = { frame, imports }
  }

  /** The texts of paragraphs by number, by their report's symbol. */
  async #texts(): Promise<Texts> {
    const texts = new Map<string, ReadonlyMap<number, string>>()
    for await (const [symbol, text] of eachText(this.#store, this.#board)) texts.set(symbol, paragraphTexts(text))
    return texts
  }
}

async function fill(index: BoardIndex, reports: readonly Report[], texts: Texts, frame: Frame): Promise<void> {
  const rest = turns()
  const gone = new Set([...index.parts].filter((part) => part.startsWith(PARAGRAPH)))
  for (const report of reports) {
    const entries = entriesOfReport(report, frame, texts.get(report.symbol))
    for (const [place, ofParagraph] of Map.groupBy(entries, (entry) => entry.place)) {
      const part = `${PARAGRAPH}${place}`
      await inTurns(index.putPart(part, ofParagraph))
      gone.delete(part)
      await rest()
    }
  }
  for (const part of gone) await inTurns(index.putPart(part, []))
}
