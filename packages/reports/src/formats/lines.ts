/** Gathers running text into lines: for forms that say where a block, a line, a row or a cell begins and ends. */
import type { SourceLine } from '../source.ts'

export type Role = SourceLine['role']

/** More in one cell, and the table was made for the layout: then its cells are blocks like others. */
const LONGEST_CELL = 400
/** Deeper, and rows are taken for blocks: no table of data is in there. */
const MOST_ROWS = 20
const EMPTY: SourceLine = { text: '', page: null, role: null }

/** One document's lines while it is read. */
export class LineGatherer {
  readonly #tidy: (text: string) => string
  readonly #done: SourceLine[] = []
  /** Rows that are open, the innermost last; each has its cells' lines. */
  readonly #rows: SourceLine[][][] = []
  /** Open rows beyond the most. */
  #rowsTooDeep = 0
  #open = ''
  #role: Role = null
  #isForEveryLine = false
  #isFirstOfBlock = true

  /** `tidy` is what happens to the text of a line when it ends, such as joining its blanks. */
  constructor(tidy: (text: string) => string) {
    this.#tidy = tidy
  }

  /** How many lines there are outside of rows that are still open. */
  get count(): number {
    return this.#done.length
  }

  /** Adds to the line that is open. */
  text(text: string): void {
    this.#open += text
  }

  /** Ends the line; what follows belongs to the same block. */
  lineBreak(): void {
    const text = this.#tidy(this.#open)
    this.#open = ''
    if (text === '') return
    const into = this.#target()
    if (this.#isFirstOfBlock && into.length > 0) into.push(EMPTY)
    into.push({ text, page: null, role: this.#role })
    if (!this.#isForEveryLine) this.#role = null
    this.#isFirstOfBlock = false
  }

  /** Ends the block that is open. The next one's first line gets the role, or all of its lines. */
  block(role: Role = null, isForEveryLine = false): void {
    this.lineBreak()
    this.#role = role
    this.#isForEveryLine = isForEveryLine
    this.#isFirstOfBlock = true
  }

  openRow(): void {
    this.block()
    if (this.#rows.length < MOST_ROWS) this.#rows.push([])
    else this.#rowsTooDeep += 1
  }

  openCell(): void {
    this.block()
    if (this.#rowsTooDeep === 0) this.#rows.at(-1)?.push([])
  }

  closeRow(): void {
    this.block()
    if (this.#rowsTooDeep > 0) return void (this.#rowsTooDeep -= 1)
    const cells = this.#rows.pop()
    if (cells === undefined) return
    const lines = linesOfRow(cells)
    const into = this.#target()
    if (into.length > 0 && lines.length > 0 && !areRows(into.at(-1), lines[0])) into.push(EMPTY)
    for (const line of lines) into.push(line)
  }

  /** All lines, with an empty one between blocks; ends what is open. */
  lines(): SourceLine[] {
    this.#rowsTooDeep = 0
    while (this.#rows.length > 0) this.closeRow()
    this.lineBreak()
    return this.#done
  }

  #target(): SourceLine[] {
    const cells = this.#rows.at(-1)
    if (cells === undefined) return this.#done
    if (cells.length === 0) cells.push([])
    return cells.at(-1) ?? this.#done
  }
}

/** One line if the row is of a table of data; else every cell's own lines. */
function linesOfRow(cells: readonly SourceLine[][]): SourceLine[] {
  const isData = cells.length > 1 && cells.every(isShortCell) && cells.some((cell) => cell.length > 0)
  if (isData)
    return [{ text: cells.map((cell) => cell[0]?.text ?? '').join(' | '), page: null, role: { kind: 'table-row' } }]
  return cells.filter((cell) => cell.length > 0).flatMap((cell, index) => (index === 0 ? cell : [EMPTY, ...cell]))
}

const isShortCell = (cell: readonly SourceLine[]): boolean =>
  cell.length === 0 || (cell.length === 1 && cell[0]?.role === null && cell[0].text.length <= LONGEST_CELL)

const areRows = (a: SourceLine | undefined, b: SourceLine | undefined): boolean =>
  a?.role?.kind === 'table-row' && b?.role?.kind === 'table-row'
