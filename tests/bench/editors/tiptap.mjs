// TipTap with its starter kit and its own collaboration, which is @tiptap/y-tiptap.
import { host } from './dom.mjs'
import { Editor } from '@tiptap/core'
import { Collaboration } from '@tiptap/extension-collaboration'
import { NodeSelection, TextSelection } from '@tiptap/pm/state'
import { StarterKit } from '@tiptap/starter-kit'
import { yUndoPluginKey } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import { exchange, newDoc } from './person.mjs'
import { change, linesOf, type, useClasses } from './prosemirror.mjs'

export const changes = ['heading', 'list', 'quotation', 'indent', 'join', 'split', 'bold', 'cut', 'drag', 'delete']

export function open(client) {
  const doc = newDoc(Y, client)
  const element = host()
  const editor = new Editor({
    element,
    injectCSS: false,
    extensions: [StarterKit.configure({ undoRedo: false }), Collaboration.configure({ document: doc })],
  })
  useClasses(editor.view, { NodeSelection, TextSelection })
  return {
    ...exchange(Y, doc),
    fill: (lines, kind) => editor.commands.setContent(htmlOf(lines, kind)),
    forget: () => yUndoPluginKey.getState(editor.state).undoManager.clear(),
    type: (letters, behind) => type(editor.view, letters, behind),
    change: (kind, place) => change(editor.view, kind, place),
    undo: () => editor.commands.undo(),
    lines: () => linesOf(editor.view),
    shown: () => JSON.stringify(editor.getJSON()),
    close() {
      editor.destroy()
      element.remove()
    },
  }
}

function htmlOf(lines, kind) {
  const [first, second, last] = lines.map((line) => `<p>${line}</p>`)
  return kind === 'list' ? `<ul><li>${first}</li><li>${second}</li></ul>${last}` : first + second + last
}
