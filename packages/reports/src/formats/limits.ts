/** How much of a document is read at most. What goes beyond is refused as a whole, never cut off in silence. */

export interface Limits {
  fileBytes: number
  /** What the parts of a packed file may grow to, all together. */
  inflatedBytes: number
  lines: number
  pages: number
}

export const LIMITS: Limits = {
  fileBytes: 50 * 1024 * 1024,
  inflatedBytes: 64 * 1024 * 1024,
  lines: 400_000,
  pages: 3000,
}
