/**
 * Text that goes on without a space for longer than any word. Chromium sets it line by line, and where pairs of letters
 * are kerned it shapes all that follows anew for each line: a minute for 30,000 letters. The class `unbroken` turns
 * kerning off for such a text (base.css).
 */

const LONGEST_WORD = 500

export function isUnbroken(text: string): boolean {
  let from = 0
  for (const { index } of text.matchAll(/[ \t\r\n]/g)) {
    if (index - from > LONGEST_WORD) return true
    from = index + 1
  }
  return text.length - from > LONGEST_WORD
}
