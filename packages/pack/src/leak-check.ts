/** The last gate of a pack: every file is searched for everything that was withheld. */
import type { Board, Report } from '@briefboard/board'
import { PackLeak } from './errors.ts'
import { searchable, searchFor } from './leak-search.ts'
import type { Projection } from './projection.ts'
import { cardsHolding, withheldStrings } from './withheld.ts'

export interface SearchedFile {
  name: string
  /** Everything that can be read in the file, its properties included. */
  texts: readonly string[]
}

/**
 * Throws PackLeak on the first file that holds a withheld text. The error does not repeat it: errors are logged.
 * `openFiles`: the files of a pack made of what may be shown alone. They are asked for only when something was found,
 * and what they hold as well is no leak.
 */
export function checkForLeaks(
  board: Board,
  reports: readonly Report[],
  projection: Projection,
  files: readonly SearchedFile[],
  openFiles: () => readonly SearchedFile[] = () => [],
): void {
  const held = searchFor(withheldStrings(board, projection, reports))
  const hits = files.map((file) => ({ name: file.name, texts: held(searchableOf(file)) }))
  if (hits.every(({ texts }) => texts.size === 0)) return
  const printedAnyway = new Set(openFiles().flatMap((file) => [...held(searchableOf(file))]))
  for (const { name, texts } of hits) {
    const leaked = texts.difference(printedAnyway)
    if (leaked.size > 0) throw new PackLeak(name, leaked.size, cardsHolding(board, projection, leaked))
  }
}

const searchableOf = ({ name, texts }: SearchedFile) => searchable([name, ...texts])
