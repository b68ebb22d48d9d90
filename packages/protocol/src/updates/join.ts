/** Makes few updates of many that follow each other, without decoding what they hold. */
import type { DeletedRange, Scan, Section } from './scan.ts'
import { writeUpdate, type Run } from './write.ts'

/**
 * Joins updates that stand in the order of a log. Where one does not simply continue the others (it repeats structs, or
 * leaves a hole), a new one begins; `maxBytes` bounds each but a single large one. In each, higher client ids come first:
 * so does Yjs place them, and whoever cuts it later places its parts in the same order.
 */
export function joinUpdates(scans: readonly Scan[], maxBytes = Infinity): Uint8Array[] {
  const joined: Uint8Array[] = []
  let group: Scan[] = []
  let reached = new Map<number, number>()
  let bytes = 0
  for (const scan of scans) {
    const isFull = group.length > 0 && bytes + scan.update.byteLength > maxBytes
    if (isFull || !scan.sections.every((section) => continues(section, reached))) {
      joined.push(asOne(group))
      group = []
      reached = new Map()
      bytes = 0
    }
    group.push(scan)
    bytes += scan.update.byteLength
    for (const { client, end } of scan.sections) reached.set(client, end)
  }
  if (group.length > 0) joined.push(asOne(group))
  return joined
}

function continues({ client, clock }: Section, reached: Map<number, number>): boolean {
  const end = reached.get(client)
  return end === undefined || end === clock
}

function asOne(scans: readonly Scan[]): Uint8Array {
  const [first] = scans
  if (first !== undefined && scans.length === 1) return first.update
  const runs = new Map<number, Run>()
  const deleted: DeletedRange[] = []
  for (const { update, sections, deleted: ranges } of scans) {
    for (const { client, clock, structs, from, to } of sections) {
      const run = runs.get(client)
      if (run === undefined) runs.set(client, { client, clock, count: structs.length, parts: [{ update, from, to }] })
      else {
        run.count += structs.length
        run.parts.push({ update, from, to })
      }
    }
    for (const range of ranges) deleted.push(range)
  }
  return writeUpdate(
    [...runs.values()].sort((a, b) => b.client - a.client),
    deleted,
  )
}
