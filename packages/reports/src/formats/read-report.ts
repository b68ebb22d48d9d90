/** A file's bytes to a Report. In a server, `readReportInWorker` is the one to call. */
import type { ReadReport } from '../model.ts'
import { readSource, type Hints } from '../read-source.ts'
import { openDocument } from './open-document.ts'
import type { Limits } from './limits.ts'
import { expectFewParts } from './parts.ts'

/** @throws UnreadableDocument */
export async function readReport(
  bytes: Uint8Array,
  name: string,
  hints: Hints = {},
  limits: Partial<Limits> = {},
): Promise<ReadReport> {
  return expectFewParts(readSource(await openDocument(bytes, name, limits), hints), name)
}
