/** What a meeting needs of an editor. Those that are not ours are in `../editors`, with a package of their own. */

export const CHANGES = [
  ...(['heading', 'list', 'quotation', 'indent', 'join', 'split', 'bold', 'cut', 'drag', 'delete'] as const),
]
export type ChangeKind = (typeof CHANGES)[number]

/** Words of the text; each is one of a kind. */
export interface Place {
  /** Those of the paragraph that is changed. */
  words: readonly string[]
  /** One of them: where it is split, up to where it is bold, where the caret stands. */
  behind: string
  /** The last word of the paragraph before. */
  before: string
  /** The last word of the text. */
  last: string
}

export interface Person {
  /** Writes the first text, in the place of whatever there was: three paragraphs, or two items of a list and a paragraph. */
  fill(lines: readonly string[], kind: 'paragraphs' | 'list'): void
  /** What was written until now is nothing to be undone. */
  forget(): void
  /** Letter by letter, behind a word. */
  type(letters: string, behind: string): void
  change(kind: ChangeKind, place: Place): unknown
  undo(): unknown
  /** The text of each line, as the editor shows it. */
  lines(): readonly string[]
  /** All that is shown, with its kinds and formats. */
  shown(): string
  knows(): Uint8Array
  says(known: Uint8Array): Uint8Array
  hear(update: Uint8Array): void
  close(): void
}

export interface Editor {
  /** Those that exist in it. */
  changes: readonly ChangeKind[]
  open(client: number): Person
}
