/** The briefing as JSON for other programs: the projection itself, with a schema, a version and a fixed order of keys. */
import type { Stamp } from './pack.ts'
import type { Projection } from './projection.ts'

export const BRIEFING_SCHEMA = 'urn:briefboard:schema:briefing:1'

/** Key order is that of the projection's literals, which are built field by field. */
export function renderJson(projection: Projection, { snapshot, now, toolVersion }: Stamp): string {
  const { board, ceiling, marking, regions, cards, actors, reports, withheld } = projection
  const briefing = {
    $schema: BRIEFING_SCHEMA,
    version: 1,
    marking,
    ceiling,
    snapshot,
    createdAt: now,
    tool: { name: 'Briefboard', version: toolVersion },
    board,
    regions,
    cards,
    actors,
    reports,
    withheld,
  }
  return `${JSON.stringify(briefing, null, 2)}\n`
}
