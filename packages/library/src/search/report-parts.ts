/** A board's reports and imported texts in its index, a part for each paragraph; read again only when they are others. */
import type { Frame, Report } from '@briefboard/board'
import type { BoardId } from '@briefboard/protocol'
import type { Store } from '@briefboard/store'
import { eachText, paragraphTexts, readReports } from '../sources/index.ts'
import { inTurns, turns } from '../turns.ts'
import type { BoardIndex } from './board-index.ts'
import { entriesOfReport, type SearchEntry } from './entries.ts'

const PARAGRAPH = 'paragraph '

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
    await this.#fill(index, frame)
    this.#made = { frame, imports }
  }

  /** One imported text at a time is in memory whole. */
  async #fill(index: BoardIndex, frame: Frame): Promise<void> {
    const reports = new Map((await readReports(this.#store, this.#board)).map((report) => [report.symbol, report]))
    const gone = new Set([...index.parts].filter((part) => part.startsWith(PARAGRAPH)))
    const put = async (report: Report, texts?: ReadonlyMap<number, string>): Promise<void> => {
      for (const part of await putReport(index, entriesOfReport(report, frame, texts))) gone.delete(part)
    }
    for await (const [symbol, text] of eachText(this.#store, this.#board)) {
      const report = reports.get(symbol)
      if (report === undefined) continue
      reports.delete(symbol)
      await put(report, paragraphTexts(text))
    }
    for (const report of reports.values()) await put(report)
    for (const part of gone) await inTurns(index.putPart(part, []))
  }
}

/** @returns the names of its parts */
async function putReport(index: BoardIndex, entries: readonly SearchEntry[]): Promise<string[]> {
  const rest = turns()
  const parts: string[] = []
  for (const [place, ofParagraph] of Map.groupBy(entries, (entry) => entry.place)) {
    const part = `${PARAGRAPH}${place}`
    await inTurns(index.putPart(part, ofParagraph))
    parts.push(part)
    await rest()
  }
  return parts
}
