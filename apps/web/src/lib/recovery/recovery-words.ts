/** What people read about a kept text: where it belongs, why it was kept, what to do, and the file that they take away. */
import { REFUSALS } from '@briefboard/protocol'
import { instantWords } from '#lib/ui/words.ts'
import type { Part } from './parts.ts'
import type { Recovery } from './recovery.ts'

export function placeWords({ kind, card }: Pick<Recovery, 'kind' | 'card'>, titleOf: (card: string) => string): string {
  switch (kind) {
    case 'card':
      return titleOf(card ?? '')
    case 'board':
      return 'Fields of the board and its cards'
    case 'talk':
      return 'Comments'
    default:
      return kind satisfies never
  }
}

/** What happened, in one or two sentences. */
export function whyWords({ why, code }: Pick<Recovery, 'why' | 'code'>): string {
  switch (why) {
    case 'history-changed':
      return 'The board was restored from a backup while you had edits that were not saved. The board now shows the restored text; yours is here.'
    case 'refused':
      return `The server did not take an edit. ${code === null ? '' : REFUSALS[code].title}`.trim()
    case 'access-ended':
      return 'Your access changed while you had edits that were not saved.'
    case 'gone':
      return 'The document was removed while you had edits that were not saved.'
    case 'left-behind':
      return 'A page was closed before it could send this.'
    case 'diverged':
      return 'The text here differed from the board’s and was loaded anew.'
    default:
      return why satisfies never
  }
}

/** What was here, for the clipboard and for a file; what leaves the board says how it is marked. */
export function fileText(
  recovery: Pick<Recovery, 'at' | 'why' | 'code'>,
  { place, marking }: { place: string; marking: string },
  parts: readonly Part[],
): string {
  const texts = parts.flatMap(({ label, lines }) => [`## ${label}`, ...lines])
  return [
    marking,
    `# ${place}`,
    `Kept on this device on ${instantWords(recovery.at)}. ${whyWords(recovery)}`,
    ...texts,
    '',
  ].join('\n\n')
}

/** `recovered-europe-2026-05-04.md` */
export const fileName = ({ card, kind, at }: Pick<Recovery, 'card' | 'kind' | 'at'>): string =>
  `recovered-${card ?? kind}-${at.slice(0, 10)}.md`
