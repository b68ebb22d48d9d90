/** A file as it stands in lists and manifests. */
import { createHash } from 'node:crypto'
import type { PackFile } from '@briefboard/protocol'

export function describe({ name, bytes }: { name: string; bytes: Uint8Array }): PackFile {
  return { name, size: bytes.byteLength, sha256: createHash('sha256').update(bytes).digest('hex') }
}
