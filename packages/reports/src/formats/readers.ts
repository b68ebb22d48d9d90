/** Several threads that read documents beside each other: a document that takes long holds up one of them, not the rest. */
import { openReader, type DocumentReader, type ReaderOptions } from './run-worker.ts'

/** Whoever comes first is read first, by the thread that is free first. */
export function openReaders(count: number, options: ReaderOptions = {}): DocumentReader {
  const all = Array.from({ length: count }, () => openReader(options))
  const free = [...all]
  const waiting: ((reader: DocumentReader) => void)[] = []

  const give = (reader: DocumentReader): void => {
    const next = waiting.shift()
    if (next === undefined) free.push(reader)
    else next(reader)
  }
  return {
    async read(bytes, name, hints, signal) {
      // The one that was given back last: its thread is warm.
      const reader = free.pop() ?? (await new Promise<DocumentReader>((resolve) => waiting.push(resolve)))
      try {
        return await reader.read(bytes, name, hints, signal)
      } finally {
        give(reader)
      }
    },
    warm() {
      free.at(-1)?.warm()
    },
    async close() {
      await Promise.all(all.map((reader) => reader.close()))
    },
  }
}
