/**
 * A meeting: two people have one text, one changes its second paragraph, the other, who has not heard of it, types a word into
 * that paragraph; then each hears of the other.
 */
import { setImmediate } from 'node:timers/promises'
import type { Random } from '../../../packages/testkit/src/random.ts'
import type { ChangeKind, Editor, Person } from './editor.ts'
import { newText, type Text } from './texts.ts'

/** Whether the first one makes the change at that moment, or takes back one that both have heard of. */
export const WAYS = ['made', 'undone'] as const
export type Way = (typeof WAYS)[number]

export interface Outcome {
  /** The typed word is not on both copies with all its letters. */
  isLost: boolean
  isDoubled: boolean
  isOutOfOrder: boolean
  /** It is whole, but no longer behind the word that it was typed behind, which is there. */
  isElsewhere: boolean
  /** The copies do not say the same. */
  differs: boolean
  /** A word of the text that nobody has deleted is not on both copies once. */
  isTextHurt: boolean
}

/** Two people with one document. They can meet in it again, with another text, for as long as their copies do not differ. */
export function openPair(editor: Editor, client: number): [Person, Person] {
  return [editor.open(client), editor.open(client + 1)]
}

/** @throws Error if the editor does, or if it could not be brought to do its part */
export async function meet(pair: [Person, Person], kind: ChangeKind, way: Way, random: Random): Promise<Outcome> {
  const text = newText(random)
  // What Yjs makes of two who write at one place depends on whose number is smaller.
  const [ann, ben] = random() < 0.5 ? pair : [pair[1], pair[0]]
  ann.fill(text.lines, kind === 'indent' ? 'list' : 'paragraphs')
  await hearEachOther(ann, ben)
  ann.forget()
  for (const one of pair) if (!saysOnly(one, text)) throw new Error('The text could not be written.')
  await act(ann, () => ann.change(kind, text.place))
  if (way === 'undone') {
    await hearEachOther(ann, ben)
    await act(ann, () => ann.undo())
  }
  await act(ben, () => ben.type(` ${text.typed}`, text.typedBehind))
  await hearEachOther(ann, ben)
  return judge(text, pair, kind === 'delete')
}

const saysOnly = (one: Person, { lines }: Text): boolean =>
  one
    .lines()
    .filter((line) => line !== '')
    .join('\n') === lines.join('\n')

/** Does something, and sees to it that it was done. */
async function act(one: Person, deed: () => unknown): Promise<void> {
  const before = one.shown()
  await deed()
  await setImmediate()
  if (one.shown() === before) throw new Error('What was done has changed nothing.')
}

/** Twice: hearing may make an edit. */
async function hearEachOther(ann: Person, ben: Person): Promise<void> {
  for (let time = 0; time < 2; time++) {
    const [toBen, toAnn] = [ann.says(ben.knows()), ben.says(ann.knows())]
    ben.hear(toBen)
    ann.hear(toAnn)
    await setImmediate()
  }
}

function judge({ lines, place, typed, typedBehind }: Text, people: readonly Person[], isDeleted: boolean): Outcome {
  const copies = people.map((one) => one.lines().join('\n'))
  const capitals = copies.map((copy) => copy.replace(/[^A-Z]/g, ''))
  const gone = isDeleted ? place.words : []
  const words = lines.flatMap((line) => line.split(' ')).filter((word) => !gone.includes(word))
  return {
    isLost: capitals.some((letters) => [...typed].some((letter) => !letters.includes(letter))),
    isDoubled: capitals.some((letters) => new Set(letters).size < letters.length),
    isOutOfOrder: copies.some((copy, at) => capitals[at]?.length === typed.length && !copy.includes(typed)),
    isElsewhere: copies.some((copy) => {
      const letters = copy.replaceAll('\n', '')
      return letters.includes(typed) && letters.includes(typedBehind) && !letters.includes(`${typedBehind} ${typed}`)
    }),
    differs: new Set(people.map((one) => one.shown())).size > 1,
    isTextHurt: copies.some((copy) => words.some((word) => copy.split(word).length !== 2)),
  }
}
