/** Writes the tables of lost words into docs/benchmarks.md, in the place of those that were there; the rest stays. */
import { readFileSync, writeFileSync } from 'node:fs'
import { CHANGES } from '../words/editor.ts'
import { CHANGE_NAMES } from '../words/editors.ts'
import type { Way } from '../words/meeting.ts'
import type { Tallies, Tally } from '../words/tally.ts'
import { DOCUMENT } from './document.ts'
import { whole } from './numbers.ts'
import { toMarkdown } from './table.ts'

export interface WordResults {
  seed: number
  meetings: number
  editors: { id: string; name: string; tallies: Tallies }[]
}

const BEGIN = '<!-- words lost -->'
const END = '<!-- end of words lost -->'

/** Gives the file. */
export function writeWords(results: WordResults): string {
  const before = readFileSync(DOCUMENT, 'utf8')
  const [from, to] = [before.indexOf(BEGIN), before.indexOf(END)]
  const section = `${BEGIN}\n\n${toSection(results)}\n\n${END}`
  const isThere = from >= 0 && to > from
  const after = isThere
    ? before.slice(0, from) + section + before.slice(to + END.length)
    : `${before.trimEnd()}\n\n${section}\n`
  writeFileSync(DOCUMENT, after)
  return DOCUMENT
}

/** Words lost, and what else was not as it should be. */
export function toCell(tally: Tally | undefined): string {
  if (tally === undefined) return '–'
  if (tally.failed === tally.meetings) return 'failed'
  const { isLost, isElsewhere, isDoubled, isOutOfOrder, differs, isTextHurt, failed } = tally
  const others = Object.entries({
    elsewhere: isElsewhere,
    'more than once': isDoubled,
    'out of order': isOutOfOrder,
    'copies differ': differs,
    'other words hurt': isTextHurt,
    failed,
  }).filter(([, count]) => count > 0)
  return [whole(isLost), ...others.map(([name, count]) => `${whole(count)} ${name}`)].join('; ')
}

function toSection(results: WordResults): string {
  return ['## Words lost', how(results), table('made', results), undone, table('undone', results), notes].join('\n\n')
}

const how = ({ seed, meetings }: WordResults): string =>
  `\`npm run bench -- words --seed ${seed} --meetings ${meetings}\`: ${whole(meetings)} meetings of each kind with each editor, ` +
  'with the same texts, words and places for all. Two people have one text of three paragraphs. One changes the second paragraph; the other, who ' +
  'has not heard of it, types a word of six letters into it; then each hears of the other. A number is in how many meetings the ' +
  'word, or a letter of it, was gone from a copy. "Elsewhere" is a word that is whole but no longer behind the word that it was ' +
  'typed behind. What else might be wrong (the word more than once, its letters out of order, copies that differ, other words ' +
  'hurt, an error) is said where it was; "–" is what an editor does not have.'

const undone = 'The same when the first one takes the change back by undo, after both have heard of it:'

const notes =
  'Each editor is driven through its own binding in a page without a window (jsdom): by its keys, its clipboard and its drop ' +
  'where these are events, and else by the call that its button makes. Where a dragged block is dropped is told to the view, since ' +
  'nothing has a place there. Two people meet fifty times in one document, with another text each time. Lexical’s handle for blocks is part of its package for React, and what it calls is called. Quill ' +
  'has no move of a block. BlockNote is measured with its binding for Yjs 13, which it names as its collaboration.'

function table(way: Way, { editors }: WordResults): string {
  const rows = CHANGES.filter((kind) => editors.some(({ tallies }) => tallies[way][kind] !== undefined)).map((kind) => [
    CHANGE_NAMES[kind],
    ...editors.map(({ tallies }) => toCell(tallies[way][kind])),
  ])
  return toMarkdown({ columns: ['the paragraph was', ...editors.map(({ name }) => name)], rows })
}
