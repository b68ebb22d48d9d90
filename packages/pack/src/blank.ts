/** Whether words show anything: marks that print nothing make an empty heading, which no accessible PDF may have. */

const BLANK = /^[\s\p{Cc}\p{Default_Ignorable_Code_Point}]*$/u

export const isBlank = (words: string): boolean => BLANK.test(words)

export const orElse = (words: string, otherwise: string): string => (isBlank(words) ? otherwise : words)
