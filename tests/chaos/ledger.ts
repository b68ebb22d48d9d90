/** What was tried and what was shown as saved in one run, word by word, and whether a document keeps those promises. */
import type { RoomId } from '@briefboard/protocol'

export interface Edit {
  room: RoomId
  kind: 'insert' | 'delete'
  /** A word that nobody else ever writes, as `[3.12]`: it is in the text once or not at all. */
  word: string
}

export interface Ledger {
  /** To be called before the edit is made. */
  tried(edit: Edit): void
  /** A client shows "saved", and these are its edits until then. */
  shown(edits: readonly Edit[]): void
  counts(): { tried: number; saved: number }
  /** Something else that must not happen has happened, in words. */
  wrong(what: string): void
  /** What was told to `wrong`. */
  wrongs(): readonly string[]
  /** What is promised as of now. */
  promised(): readonly Edit[]
  /** In words, every promise about a room that its text does not keep, and every word that is in it twice. */
  broken(room: RoomId, text: string, promised: readonly Edit[]): string[]
}

export function openLedger(): Ledger {
  let tried = 0
  const saved: Edit[] = []
  const wrongs: string[] = []
  const deleting = new Set<string>()

  const isBroken = ({ kind, word }: Edit, words: ReadonlySet<string>): boolean =>
    kind === 'delete' ? words.has(word) : !words.has(word) && !deleting.has(word)

  return {
    tried({ kind, word }) {
      tried++
      if (kind === 'delete') deleting.add(word)
    },
    shown: (edits) => void saved.push(...edits),
    counts: () => ({ tried, saved: saved.length }),
    wrong: (what) => void wrongs.push(what),
    wrongs: () => wrongs,
    promised: () => [...saved],
    broken(room, text, promised) {
      const found = wordsOf(text)
      const words = new Set(found)
      const lost = promised
        .filter((edit) => edit.room === room && isBroken(edit, words))
        .map(({ kind, word }) => `${room}: the ${kind} of ${word} was shown as saved and is not there`)
      const doubled = found.length === words.size ? [] : [`${room}: ${found.length - words.size} words are there twice`]
      return [...lost, ...doubled]
    },
  }
}

export const wordsOf = (text: string): string[] => text.match(/\[\d+\.\d+\]/g) ?? []
