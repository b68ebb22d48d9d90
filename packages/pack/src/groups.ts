/** Shown cards under their regions, keeping the order asked for: a region comes again if its cards are apart. */
import { orElse } from './blank.ts'
import type { ProjectedCard, Projection } from './projection.ts'
import { LABELS } from './words.ts'

export interface CardGroup {
  region: string
  cards: ProjectedCard[]
}

export function groupsOf({ regions, cards }: Projection): CardGroup[] {
  const groups: (CardGroup & { id: string })[] = []
  for (const card of cards) {
    const last = groups.at(-1)
    if (last?.id === card.region) last.cards.push(card)
    else groups.push({ id: card.region, region: nameOf(regions, card.region), cards: [card] })
  }
  return groups.map(({ region, cards: inGroup }) => ({ region, cards: inGroup }))
}

const nameOf = (regions: Projection['regions'], id: string): string =>
  orElse(regions.find((region) => region.id === id)?.name ?? '', LABELS.otherRegion)
