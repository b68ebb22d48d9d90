/** Words that a person gives as a name or a title: one line that reads the same for everybody who sees it. */
import * as z from 'zod/mini'

/**
 * Control characters; halves of characters; what turns the direction of the text around it, what breaks a line, and what nobody
 * sees. U+200C and U+200D stay: Persian and emoji are written with them.
 */
const UNSHOWN =
  /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u00AD\u061C\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E0FFF}]/u
/** White space, fillers (U+3164, U+2800) and marks without a letter: with nothing else there is nothing to see. */
const NOTHING_TO_SEE = /^[\s\p{C}\p{M}\p{Default_Ignorable_Code_Point}\u2800]*$/u
/** In a text of several lines. */
const BREAK_OR_TAB = /[\n\r\t]/g

/** The first character that does not belong into a line of words; null if there is none. */
export function unshownIn(words: string): string | null {
  return UNSHOWN.exec(words)?.[0] ?? null
}

const codeOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

const refusing = (linesOf: (words: string) => string) =>
  z.refine<string>((words) => unshownIn(linesOf(words)) === null, {
    error: ({ input }) =>
      `has a character that cannot be seen (${codeOf(unshownIn(linesOf(String(input))) ?? '')}); leave it out`,
  })

/** A name or a title of at most so many UTF-16 units; white space around it goes. */
export const line = (most: number) =>
  z.string().check(
    z.trim(),
    z.minLength(1),
    z.maxLength(most),
    refusing((words) => words),
    z.refine((words) => !NOTHING_TO_SEE.test(words), 'has nothing that can be seen; give at least one letter or sign'),
  )

/** A text of several lines, or of none. */
export const paragraph = (most: number) =>
  z.string().check(
    z.trim(),
    z.maxLength(most),
    refusing((words) => words.replaceAll(BREAK_OR_TAB, ' ')),
  )
