/** A raised mark in a line's text, written the same way in all forms: `<sup>3</sup>`, as Markdown has it. */

/** What a note's marker may look like: up to three digits, a letter, or a sign; with or without brackets. */
const MARKER = /^[[(]?(?:\d{1,3}|[a-z]|[*†‡§]{1,3})[\])]?$/

/** Marks are short; what is longer is a passage. */
const LONGEST = 60

/** Raised text that cannot be a marker ("th", "nd") stays plain. A list of markers ("3, 4") is marked as a whole. */
export function raised(text: string): string {
  if (text.length > LONGEST) return text
  const trimmed = text.trim()
  const isMarks = trimmed !== '' && trimmed.split(',').every((mark) => MARKER.test(mark.trim()))
  if (!isMarks) return text
  return `${/^\s/.test(text) ? ' ' : ''}<sup>${trimmed}</sup>${/\s$/.test(text) ? ' ' : ''}`
}
