/** Why a pack could not be made: a code that crosses threads, and words for a person. */

export const PACK_ERROR_CODES = [
  'nothing-to-export',
  'unknown-cards',
  'leak',
  'render-failed',
  'worker-failed',
] as const
export type PackErrorCode = (typeof PACK_ERROR_CODES)[number]

export class PackError extends Error {
  override readonly name: string = 'PackError'
  readonly code: PackErrorCode
  /** The card that could not be rendered, if it was one. */
  readonly card: string | undefined

  constructor(
    code: PackErrorCode,
    words: string,
    { card, cause }: { card?: string | undefined; cause?: unknown } = {},
  ) {
    super(words, cause === undefined ? {} : { cause })
    this.code = code
    this.card = card
  }
}

/** Something that was withheld turned up in a file. Names the file and counts; never repeats what leaked. */
export class PackLeak extends PackError {
  override readonly name = 'PackLeak'

  constructor(file: string, hits: number) {
    super(
      'leak',
      `The pack was stopped: ${file} held ${hits} passage(s) of content that must be withheld. Nothing was kept.`,
    )
  }
}

/** How an error travels from the worker: classes do not survive a structured clone. */
export interface PackErrorMessage {
  code: PackErrorCode
  words: string
  card: string | undefined
}

export function errorToMessage(error: unknown): PackErrorMessage {
  if (error instanceof PackError) return { code: error.code, words: error.message, card: error.card }
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { code: 'worker-failed', words, card: undefined }
}

export function errorFromMessage({ code, words, card }: PackErrorMessage): PackError {
  if (code !== 'leak') return new PackError(code, words, { card })
  const leak = new PackLeak('a file', 1)
  leak.message = words
  return leak
}
