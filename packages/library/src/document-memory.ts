/**
 * Memory for documents: whoever builds one asks for what it will take before, so that all that are built at once fit
 * into the heap together. (S12)
 */
import { getHeapStatistics } from 'node:v8'

export interface DocumentMemory {
  /**
   * Waits a while where there is no room now. `bytes` is what a document takes, as `memoryOf` estimates it.
   * @throws Refusal documents-busy; DocumentTooHeavy
   */
  take(bytes: number): Promise<TakenMemory>
}

export interface TakenMemory {
  /** The document takes so much now. */
  resize(bytes: number): void
  /** May be called more than once. */
  release(): void
}

/** A document would not fit if it were the only one. */
export class DocumentTooHeavy extends Error {
  override name = 'DocumentTooHeavy'

  constructor(bytes: number, most: number) {
    super(
      `It would take some ${megabytes(bytes)} MB of memory, and there are ${megabytes(most)} MB for one document. Nothing ` +
        'of it is lost, and with a larger heap it can be read: docs/runbook.md, Heavy documents.',
    )
  }
}

/** What one document may take where nobody has set it otherwise; measured against large honest ones in decision 0029. */
export const USUAL_DOCUMENT_MEMORY = 256 * 1024 * 1024

/** Half of the heap is for documents; encoding and cutting one takes as much again for a moment, and there is all the rest. */
export const memoryForDocuments = (): number => getHeapStatistics().heap_size_limit / 2

/** For a process that builds one document at a time, such as the command line. */
export const oneAtATime: DocumentMemory = {
  async take(bytes) {
    const most = memoryForDocuments()
    if (bytes > most) throw new DocumentTooHeavy(bytes, most)
    return { resize: () => undefined, release: () => undefined }
  },
}

const megabytes = (bytes: number): number => Math.ceil(bytes / 1024 / 1024)
