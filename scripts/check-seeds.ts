/** Validates seeds/ and ends with an error that names file, card and field if anything is wrong. */
import { fileURLToPath } from 'node:url'
import { loadSeeds, SeedError } from '../packages/board/src/seed/index.ts'

try {
  const { boards, reports } = await loadSeeds(fileURLToPath(new URL('../seeds', import.meta.url)))
  const cards = boards.reduce((sum, { board }) => sum + board.cards.length, 0)
  console.log(
    `  ${boards.length} board, ${cards} cards, ${reports.reduce((sum, { paragraphs }) => sum + paragraphs.length, 0)} paragraphs`,
  )
} catch (error) {
  if (!(error instanceof SeedError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
