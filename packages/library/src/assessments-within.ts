/** The assessments of a board within one bound: light ones whole, and of heavy ones the beginning, with a word that there is more. */
import { fairShare, weightOf, type Block } from '@briefboard/board'

const MORE: Block = {
  type: 'paragraph',
  content: [
    {
      type: 'text',
      text: 'There is more of this assessment: all assessments of the board are too long to be read together. The card itself has it whole.',
      bold: true,
    },
  ],
}

interface Kept {
  id: string
  blocks: readonly Block[]
  weight: number
}

export class AssessmentsWithin {
  readonly #most: number
  /** Of all that came, as heavy as they were. */
  readonly #weights: number[] = []
  readonly #kept: Kept[] = []
  #keptWeight = 0

  constructor(most: number) {
    this.#most = most
  }

  add(id: string, blocks: readonly Block[]): void {
    const weight = blocks.reduce((sum, block) => sum + weightOfBlock(block), 0)
    this.#weights.push(weight)
    this.#kept.push({ id, blocks, weight })
    this.#keptWeight += weight
    // To weigh all of them anew with each that comes would be the square of them.
    if (this.#keptWeight > 2 * this.#most) this.#cut()
  }

  all(): Map<string, readonly Block[]> {
    this.#cut()
    return new Map(this.#kept.map(({ id, blocks }) => [id, blocks]))
  }

  /** What comes later can only leave less for those that came before. */
  #cut(): void {
    const share = fairShare(this.#weights, this.#most)
    this.#keptWeight = 0
    for (const kept of this.#kept) {
      if (kept.weight > share) kept.blocks = beginningWithin(kept.blocks, share)
      this.#keptWeight += Math.min(kept.weight, share)
    }
  }
}

const weightOfBlock = (block: Block): number => weightOf(block, { parts: Infinity, characters: Infinity })

function beginningWithin(blocks: readonly Block[], share: number): Block[] {
  let left = share
  const fitting = blocks.findIndex((block) => block === MORE || (left -= weightOfBlock(block)) < 0)
  return [...blocks.slice(0, fitting < 0 ? blocks.length : fitting), MORE]
}
