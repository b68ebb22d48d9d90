/** Why a pack could not be made: a code that crosses threads, and words for a person. */

export const PACK_ERROR_CODES = [
  'nothing-to-export',
  'unknown-cards',
  'leak',
  'render-failed',
  'took-too-long',
  'took-too-much-memory',
  'too-large',
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
  /** The ids of the withheld cards that it is from, for whoever may see them. */
  readonly cards: readonly string[]

  constructor(file: string, hits: number, cards: readonly string[] = []) {
    super(
      'leak',
      `The pack was stopped: ${file} held ${hits} passage(s) of content that must be withheld. Nothing was kept.`,
    )
    this.cards = cards
  }
}

const FEWER = 'The board is as it was, and nothing of the pack was kept. Choose fewer cards, or leave out the PDF.'

export const tookTooLong = (limitMs: number): PackError =>
  new PackError('took-too-long', `The pack was not done within ${limitMs / 1000} seconds and was stopped. ${FEWER}`)

export const tookTooMuchMemory = (limitMegabytes: number, cause: unknown): PackError =>
  new PackError(
    'took-too-much-memory',
    `The pack needed more than ${limitMegabytes} MB of memory, the most that one may, and was stopped. ${FEWER}`,
    { cause },
  )

export const tooLarge = (limitMegabytes: number): PackError =>
  new PackError(
    'too-large',
    `The pack’s files are larger than ${limitMegabytes} MB together, the most that is kept. ${FEWER}`,
  )

/** How an error travels from the worker: classes do not survive a structured clone. */
export interface PackErrorMessage {
  code: PackErrorCode
  words: string
  card: string | undefined
  /** Of a leak. */
  cards?: readonly string[]
}

export function errorToMessage(error: unknown): PackErrorMessage {
  if (error instanceof PackLeak) return { code: error.code, words: error.message, card: undefined, cards: error.cards }
  if (error instanceof PackError) return { code: error.code, words: error.message, card: error.card }
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { code: 'worker-failed', words, card: undefined }
}

export function errorFromMessage({ code, words, card, cards }: PackErrorMessage): PackError {
  if (code !== 'leak') return new PackError(code, words, { card })
  const leak = new PackLeak('a file', 1, cards)
  leak.message = words
  return leak
}
