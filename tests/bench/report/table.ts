/** Tables in Markdown, also readable as text; and one that is printed row by row while a run goes on. */

export interface Table {
  columns: readonly string[]
  /** The first cell of each row is its name. */
  rows: readonly (readonly string[])[]
}

export function toMarkdown({ columns, rows }: Table): string {
  const widths = columns.map((column, index) => Math.max(column.length, ...rows.map((row) => row[index]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, index) => (index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0))).join(' | ')} |`
  const rule = widths.map((width, index) => (index === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  return [line(columns), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n')
}

const NAME_WIDTH = 36
const CELL_WIDTH = 12

/** One row for the terminal. */
export const toLine = ([name = '', ...cells]: readonly string[]): string =>
  name.padEnd(NAME_WIDTH) + cells.map((cell) => cell.padStart(Math.max(CELL_WIDTH, cell.length + 2))).join('')
