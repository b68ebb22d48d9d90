/** A document's file name as it is kept and shown: it is somebody else's text. */

const LONGEST = 200

/** Without folders, on one line, and not longer than it need be. */
export function plainFileName(given: string | undefined): string {
  const base = (given ?? '').split(/[/\\]/).at(-1) ?? ''
  const line = base.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]+/gu, ' ').trim() || 'document'
  return line.length <= LONGEST ? line : `${line.slice(0, 150)}…${line.slice(-49)}`.toWellFormed()
}
