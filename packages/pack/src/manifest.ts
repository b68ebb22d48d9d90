/** What a pack was made from and what its files' hashes are: enough to check it later. */
import { sha256 } from './canonical.ts'
import type { RenderedFile } from './build.ts'
import type { Manifest, PackInput } from './pack.ts'
import type { Projection } from './projection.ts'

export const MANIFEST_SCHEMA = 'urn:briefboard:schema:manifest:1'

export function manifestOf(input: PackInput, projection: Projection, files: readonly RenderedFile[]): Manifest {
  return {
    $schema: MANIFEST_SCHEMA,
    version: 1,
    board: { id: projection.board.id, title: projection.board.title },
    snapshot: input.boardState.hash,
    marking: projection.marking,
    // The shown cards, not those asked for: the id of a withheld card stays out.
    options: {
      formats: [...new Set(input.options.formats)],
      ceiling: projection.ceiling,
      cards: projection.cards.map(({ id }) => id),
    },
    withheld: projection.withheld,
    files: files.map(({ name, bytes }) => ({ name, sha256: sha256(bytes), size: bytes.length })),
    unprintable: [...new Set(files.flatMap(({ unprintable }) => unprintable))].toSorted(),
    tool: { name: 'Briefboard', version: input.toolVersion },
    createdAt: input.now,
  }
}
