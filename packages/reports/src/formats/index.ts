/** Reads files into text and reports: what the server and the command line call. Pages need none of it. */
export { LIMITS, type Limits } from './limits.ts'
export { openDocument } from './open-document.ts'
export { readReport } from './read-report.ts'
export type { Reading } from './reading-thread.ts'
export { openReaders } from './readers.ts'
export { openReader, readReportInWorker, type DocumentReader, type WorkerOptions } from './run-worker.ts'
export { tooLarge, UNREADABLE_CODES, UnreadableDocument, type UnreadableCode } from './unreadable.ts'
