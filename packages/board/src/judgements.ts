/** The chain of a card's judgements: which one is current, what came before, and where two people disagree. */
import type { Card, Judgement } from './model.ts'

export type Standing =
  | { state: 'none' }
  | { state: 'settled'; current: Judgement }
  /** Two or more were made on the same basis and none has been built on: somebody has to choose. */
  | { state: 'conflict'; heads: [Judgement, Judgement, ...Judgement[]] }

/** The judgements that no other is based on, newest first; ties are broken by id, so that everybody sees the same order. */
export function headsOf(judgements: readonly Judgement[]): Judgement[] {
  const built = new Set(judgements.map(({ basis }) => basis))
  return judgements.filter(({ id }) => !built.has(id)).toSorted(newestFirst)
}

function newestFirst(a: Judgement, b: Judgement): number {
  return b.at.localeCompare(a.at) || b.id.localeCompare(a.id)
}

/** Choosing among heads adds a judgement on the chosen one, which makes its chain the longest. */
export function standingOf(judgements: readonly Judgement[]): Standing {
  const [first, second, ...rest] = unsettledHeads(judgements)
  if (first === undefined) return { state: 'none' }
  if (second === undefined) return { state: 'settled', current: first }
  return { state: 'conflict', heads: [first, second, ...rest] }
}

/** A branch that a longer one has left behind is history: only the heads of the longest chain are up for choice. */
function unsettledHeads(judgements: readonly Judgement[]): Judgement[] {
  const heads = headsOf(judgements)
  const byId = new Map(judgements.map((judgement) => [judgement.id, judgement]))
  const depths = heads.map((head) => chainOf(byId, head).length)
  const deepest = Math.max(0, ...depths)
  return heads.filter((_, index) => depths[index] === deepest)
}

function chainOf(byId: ReadonlyMap<string, Judgement>, head: Judgement): Judgement[] {
  const chain: Judgement[] = []
  const seen = new Set<string>()
  for (let at: Judgement | undefined = head; at !== undefined && !seen.has(at.id); ) {
    seen.add(at.id)
    chain.push(at)
    at = at.basis === null ? undefined : byId.get(at.basis)
  }
  return chain
}

/** The current judgement; in a conflict the newest of those up for choice. */
export function currentJudgement(card: Pick<Card, 'judgements'>): Judgement | null {
  const standing = standingOf(card.judgements)
  switch (standing.state) {
    case 'none':
      return null
    case 'settled':
      return standing.current
    case 'conflict':
      return standing.heads[0]
    default:
      return standing satisfies never
  }
}

/** The chain that leads to the current judgement, oldest first. */
export function judgementChain(card: Pick<Card, 'judgements'>): Judgement[] {
  const current = currentJudgement(card)
  if (current === null) return []
  return chainOf(new Map(card.judgements.map((judgement) => [judgement.id, judgement])), current).toReversed()
}
