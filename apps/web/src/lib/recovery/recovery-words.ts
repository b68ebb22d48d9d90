/** What people read about a kept text: where it belongs, why it was kept, what to do, and the file that they take away. */
import { REFUSALS } from '@briefboard/protocol'
import { counted, instantWords } from '#lib/ui/words.ts'
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
      return 'The document was replaced, by a backup or by a new version of Briefboard, while you had edits that were not saved. The board shows what stands there now; yours is here.'
    case 'refused':
      return `The server did not take an edit. ${code === null ? '' : REFUSALS[code].title}`.trim()
    case 'access-ended':
      return 'Your access changed while you had edits that were not saved.'
    case 'gone':
      return 'The document was removed while you had edits that were not saved.'
    case 'left-behind':
      return 'A page was closed before it could send this.'
    case 'diverged':
      return 'This page differed from what the server has, and the document was loaded anew. This is what stood here before.'
    case 'damaged':
      return 'The server could not read parts of the document any more. This page still had them.'
    default:
      return why satisfies never
  }
}

/** That something is kept, and why if that is the same of all. */
export function keptWords(list: readonly Pick<Recovery, 'why'>[]): { title: string; text: string } {
  const whys = new Set(list.map(({ why }) => why))
  const count = counted(list.length, 'document')
  const isOwn = !whys.has('diverged') && !whys.has('damaged')
  if (isOwn)
    return { title: 'Unsaved text was kept on this device', text: `${count} of yours could not be saved to the board.` }
  const text = `What stood here is kept on this device: ${count}. The board may lack some of it; compare, and put back what is missing.`
  if (whys.size > 1) return { title: 'Text was kept on this device', text }
  const isDiverged = whys.has('diverged')
  return {
    title: isDiverged ? 'This page differed from the board and was loaded anew' : 'Text that the server lost was kept',
    text,
  }
}

/** What was here, for the clipboard and for a file; what leaves the board says how it is marked. */
export function fileText(
  recovery: Pick<Recovery, 'at' | 'why' | 'code'>,
  { place, marking }: { place: string; marking: string },
  parts: readonly Part[],
): string {
  const kept = `Kept on this device on ${instantWords(recovery.at)}. ${whyWords(recovery)}`
  return [marking, `# ${place}`, kept, ...textsOf(parts), ''].join('\n\n')
}

/** What stands on a page and is nowhere else. */
export function pageText(documents: readonly { place: string; marking: string; parts: Part[] }[], at: string): string {
  const taken = `Taken from the page on ${instantWords(at)}. Some of it may not be on the board.`
  return documents
    .flatMap(({ place, marking, parts }) => [marking, `# ${place}`, taken, ...textsOf(parts), ''])
    .join('\n\n')
}

const textsOf = (parts: readonly Part[]): string[] => parts.flatMap(({ label, lines }) => [`## ${label}`, ...lines])

/** `recovered-europe-2026-05-04.md` */
export const fileName = ({ card, kind, at }: Pick<Recovery, 'card' | 'kind' | 'at'>): string =>
  `recovered-${card ?? kind}-${at.slice(0, 10)}.md`
