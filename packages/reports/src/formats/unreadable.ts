/** Why a document cannot be read: a code that crosses threads, and a sentence for the person who brought it. */

export const UNREADABLE_CODES = [
  'empty',
  'binary',
  'unsupported',
  'encrypted',
  'damaged',
  'no-text-layer',
  'nothing-readable',
  'too-large',
  'zip-bomb',
  'took-too-long',
  'took-too-much-memory',
  'worker-failed',
] as const
export type UnreadableCode = (typeof UNREADABLE_CODES)[number]

/** The message says what happened, that nothing was taken from the file, and what to do. */
export class UnreadableDocument extends Error {
  override readonly name = 'UnreadableDocument'
  readonly code: UnreadableCode

  constructor(code: UnreadableCode, words: string, options: { cause?: unknown } = {}) {
    super(words, options)
    this.code = code
  }
}

/** `what` happened to the document called `name`, and what to do; the middle of the sentence is the same for all. */
export function unreadable(
  code: UnreadableCode,
  { name, what, todo, cause }: { name: string; what: string; todo: string; cause?: unknown },
): UnreadableDocument {
  const words = `“${shortName(name)}” ${what}. Nothing was taken from it. ${todo}`
  return new UnreadableDocument(code, words, cause === undefined ? {} : { cause })
}

export function tooLarge(name: string, limitBytes: number): UnreadableDocument {
  return unreadable('too-large', {
    name,
    what: `is larger than ${mebibytes(limitBytes)}, the most that is read`,
    todo: 'Save it without its pictures, or split it, and bring the parts one by one.',
  })
}

/** How an error travels from the worker: classes do not survive a structured clone. */
export interface UnreadableMessage {
  code: UnreadableCode
  words: string
}

export function toMessage(error: unknown): UnreadableMessage {
  if (error instanceof UnreadableDocument) return { code: error.code, words: error.message }
  // A pattern needs stack for every letter of what it tries: a word of ten million letters is the document's fault.
  if (error instanceof RangeError && /call stack/i.test(error.message))
    return { code: 'took-too-much-memory', words: error.stack ?? error.message }
  return { code: 'worker-failed', words: error instanceof Error ? (error.stack ?? error.message) : String(error) }
}

export const mebibytes = (bytes: number): string => `${Number((bytes / 1024 / 1024).toFixed(1))} MB`

/** A name is somebody else's text: one line, and not longer than a line. */
const shortName = (name: string): string => {
  const line = name.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim() || 'The document'
  return line.length <= 80 ? line : `${line.slice(0, 40)}…${line.slice(-39)}`
}
