/** Words taken from a paragraph, sealed with a hash: their form. What is done with them is in quotation-state.ts. */
import * as z from 'zod/mini'

export const LONGEST_QUOTATION = 2000

export const Quotation = z.strictObject({
  text: z.string().check(z.minLength(1), z.maxLength(LONGEST_QUOTATION)),
  /** SHA-256 of the text in UTF-8, in hex. */
  hash: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
})
export type Quotation = z.infer<typeof Quotation>
