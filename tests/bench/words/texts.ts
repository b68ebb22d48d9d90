/** The text of a meeting: three paragraphs of words in small letters, each one of a kind, and a word in capitals to be typed. */
import { between, pickFrom, type Random } from '../../../packages/testkit/src/random.ts'
import type { Place } from './editor.ts'

const SMALL = 'abcdefghijklmnopqrstuvwxyz'
const CAPITALS = SMALL.toUpperCase()
/** Each letter of it is one of a kind, so that it can be told whether they stand in order. */
const TYPED_LETTERS = 6

export interface Text {
  lines: readonly string[]
  place: Place
  typed: string
  /** The word of the second paragraph that it is typed behind. */
  typedBehind: string
}

export function newText(random: Random): Text {
  const used = new Set<string>()
  const paragraphs = Array.from({ length: 3 }, () =>
    Array.from({ length: between(random, 3, 9) }, () => newWord(random, used)),
  )
  const [first, words, last] = paragraphs
  if (first === undefined || words === undefined || last === undefined) throw new Error('There are three.')
  return {
    lines: paragraphs.map((paragraph) => paragraph.join(' ')),
    place: { words, behind: pickFrom(random, words.slice(0, -1)), before: first.at(-1) ?? '', last: last.at(-1) ?? '' },
    typed: shuffled(random, CAPITALS).slice(0, TYPED_LETTERS),
    typedBehind: pickFrom(random, words),
  }
}

/** Of one length, so that none is found within another. */
function newWord(random: Random, used: Set<string>): string {
  for (;;) {
    const word = Array.from({ length: 5 }, () => pickFrom(random, [...SMALL])).join('')
    if (!used.has(word)) {
      used.add(word)
      return word
    }
  }
}

const shuffled = (random: Random, letters: string): string =>
  [...letters]
    .map((letter) => ({ letter, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ letter }) => letter)
    .join('')
