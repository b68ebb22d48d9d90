/** A board read from nonsense is indexed and searched like any other. */
import { finished, parseSearch, readAssessment, readBoard, readThreads } from '@briefboard/board'
import {
  nonsenseBoard,
  nonsenseCard,
  nonsenseTalk,
  ODD_NAMES,
  pickFrom,
  seededRandom,
  sentDocument,
} from '@briefboard/testkit'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BoardIndex } from './board-index.ts'
import { assessmentWords, entriesOfCard } from './entries.ts'

const RUNS = Number(process.env['NONSENSE_RUNS'] ?? 40)

test('it is indexed, changed and searched by whatever one types', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (seed) => {
      const random = seededRandom(seed)
      const index = new BoardIndex()
      for (let version = 0; version < 2; version++) {
        const { value: board } = readBoard('b', sentDocument(nonsenseBoard(random)))
        const threads = readThreads(sentDocument(nonsenseTalk(random)))
        for (const card of board.cards) {
          const words = assessmentWords(readAssessment(sentDocument(nonsenseCard(random))))
          const own = threads.filter((thread) => thread.card === card.id)
          finished(index.putPart(`card ${card.id}`, entriesOfCard(board, card, words, own)))
        }
        for (const typed of [
          'constructor',
          '__proto__',
          'toString:x',
          'region:__proto__',
          pickFrom(random, ODD_NAMES),
        ]) {
          const found = finished(index.search(parseSearch(typed), 10)).found
          expect(found.total).toBeGreaterThanOrEqual(found.hits.length)
          expect(new Set(found.hits.map(({ id }) => id)).size).toBe(found.hits.length)
        }
      }
    }),
    { numRuns: RUNS },
  )
})
