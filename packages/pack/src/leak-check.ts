/** The last gate of a pack: every file is searched for everything that was withheld. */
import type { Board, Report } from '@briefboard/board'
import { PackLeak } from './errors.ts'
import { contains, searchable } from './leak-search.ts'
import type { Projection } from './projection.ts'
import { withheldStrings } from './withheld.ts'

interface SearchedFile {
  name: string
  /** Everything that can be read in the file, its properties included. */
  texts: readonly string[]
}

/** Throws PackLeak on the first file that holds a withheld text. The error does not repeat it: errors are logged. */
export function checkForLeaks(
  board: Board,
  reports: readonly Report[],
  projection: Projection,
  files: readonly SearchedFile[],
): void {
  const withheld = withheldStrings(board, projection, reports)
  for (const { name, texts } of files) {
    const content = searchable([name, ...texts])
    const hits = withheld.filter((text) => contains(content, text))
    if (hits.length > 0) throw new PackLeak(name, hits.length)
  }
}
