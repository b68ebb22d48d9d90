/** The chain of a card's judgements: which one is current, what came before, and where two people disagree. */
import type { Card, Judgement } from './model.ts'

export type Standing =
  | { state: 'none' }
  | { state: 'settled'; current: Judgement }
  /** Two or more were made without sight of each other: somebody has to choose. */
  | { state: 'conflict'; heads: [Judgement, Judgement, ...Judgement[]] }

/**
 * The judgements that no other is based on and that nobody has decided against: newest first, ties by id, the same for
 * everybody. Where each has another built on it, which no page writes, the newest stands.
 */
export function headsOf(judgements: readonly Judgement[]): Judgement[] {
  const built = new Set(judgements.flatMap(({ basis, settles }) => (basis === null ? settles : [basis, ...settles])))
  const heads = judgements.filter(({ id }) => !built.has(id)).toSorted(newestFirst)
  return heads.length > 0 ? heads : judgements.toSorted(newestFirst).slice(0, 1)
}

function newestFirst(a: Judgement, b: Judgement): number {
  return compare(b.at, a.at) || compare(b.id, a.id)
}

// By code units: two ids that a language holds for one are two.
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Choosing among heads adds a judgement on the chosen one that settles the others; what came in unseen is asked about again. */
export function standingOf(judgements: readonly Judgement[]): Standing {
  const [first, second, ...rest] = headsOf(judgements)
  if (first === undefined) return { state: 'none' }
  if (second === undefined) return { state: 'settled', current: first }
  return { state: 'conflict', heads: [first, second, ...rest] }
}

function chainOf(byId: ReadonlyMap<string, Judgement>, head: Judgement): Judgement[] {
  const chain: Judgement[] = []
  const seen = new Set<string>()
  for (let at: Judgement | undefined = head; at !== undefined && !seen.has(at.id);) {
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
