/** Which links may stand in a text. */

const LONGEST = 2000
const SAFE = new Set(['http:', 'https:', 'mailto:'])

/** What leads to a place that can be looked at, and runs nothing. */
export function isSafeLink(link: string): boolean {
  if (link.length > LONGEST) return false
  try {
    return SAFE.has(new URL(link).protocol)
  } catch {
    return false // no address at all
  }
}
