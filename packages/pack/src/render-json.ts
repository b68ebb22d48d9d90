/** The briefing as JSON for other programs: the projection itself and what is drawn from it, with a schema, a version and a fixed order of keys. */
import { chartData, mapData } from './drawings-data.ts'
import { drawingsOf } from './drawings.ts'
import type { Stamp } from './pack.ts'
import type { Projection } from './projection.ts'

export const BRIEFING_SCHEMA = 'urn:briefboard:schema:briefing:1'

/** Key order is that of the projection's literals, which are built field by field. */
export function renderJson(projection: Projection, { snapshot, now, toolVersion }: Stamp): string {
  const { board, ceiling, marking, regions, cards, actors, reports, withheld } = projection
  const { map, charts } = drawingsOf(projection)
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
    map: map === null ? null : mapData(map),
    charts: charts.map(chartData),
    reports,
    withheld,
  }
  return `${JSON.stringify(briefing, null, 2)}\n`
}
