/** The editors that are compared, each through its own binding. */
import { readFileSync } from 'node:fs'
import type { ChangeKind } from './editor.ts'

export interface Contestant {
  id: string
  name: string
  /** What its people do; a module that gives an `Editor`. */
  program: URL
}

export const OURS = 'ours'

const theirs = (id: string, name: string, ...packages: readonly string[]): Contestant => ({
  id,
  name: `${name} ${packages.map(versioned).join(', ')}`,
  program: new URL(`../editors/${id}.mjs`, import.meta.url),
})

/** To be called when they are installed. */
export const editors = (): readonly Contestant[] => [
  { id: OURS, name: 'Briefboard', program: new URL('ours.mjs', import.meta.url) },
  theirs('tiptap', 'TipTap', '@tiptap/core', '@tiptap/y-tiptap'),
  theirs('blocknote', 'BlockNote', '@blocknote/core', 'y-prosemirror'),
  theirs('quill', 'Quill', 'quill', 'y-quill'),
  theirs('lexical', 'Lexical', 'lexical', '@lexical/yjs'),
]

/** The name of the first is that of the editor. */
function versioned(name: string, at: number): string {
  const file = new URL(`../editors/node_modules/${name}/package.json`, import.meta.url)
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string } // npm asks it of every package.
  return at === 0 ? version : `${name} ${version}`
}

/** How the tables name them. */
export const CHANGE_NAMES: Record<ChangeKind, string> = {
  heading: 'heading',
  list: 'list',
  quotation: 'quotation',
  indent: 'item of a list, indented',
  join: 'joined with the one before',
  split: 'split',
  bold: 'bold',
  cut: 'cut, and pasted at the end',
  drag: 'dragged to the end',
  delete: 'deleted',
}
