/** A user's text inside Markdown, so that it shows as it was written and does nothing, also to the text around it. */
import { withDirectionEnded } from '@briefboard/charts'

/** Every mark that could start something within a line; a backslash before it makes it plain (CommonMark 2.4). */
const WITHIN_LINE = /[\\`*_[\]{}<>|~$&#^!]/g
/** What is special only at a line's start: bullets, rules, setext underlines and numbered lists. */
const AT_START = /^([-+=]|\d{1,9}(?=[.)]))/
/** GFM makes links of bare addresses: the colon, the dot or the at-sign is made plain. */
const ADDRESS = /(?<=\w):(?=\/\/)|(?<=\bwww)\.|(?<=\w)@(?=\w)/gi

/** One line of plain text; line breaks become spaces. */
export function escapeMarkdown(text: string): string {
  const line = withDirectionEnded(text.replaceAll(/[\s\u2028\u2029]+/gu, ' '))
  const escaped = line.replaceAll(WITHIN_LINE, '\\$&').replaceAll(ADDRESS, '\\$&')
  return escaped.replace(AT_START, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`))
}
