// Ours as the page has it: its nodes, keys and clipboard, on the binding of packages/text.
import { host } from '../editors/dom.mjs'
import { appendBlocks, PARAGRAPH, PLAIN } from '@briefboard/text'
import { Binding, textPlugin, TextUndo } from '@briefboard/text/editor'
import { Editor, Extension } from '@tiptap/core'
import { NodeSelection, TextSelection } from '@tiptap/pm/state'
import { CITATION_EMBEDS } from '../../../apps/web/src/lib/editor/citation-embed.ts'
import { CitationNode } from '../../../apps/web/src/lib/editor/citation-node.ts'
import { MARKS, NODES } from '../../../apps/web/src/lib/editor/editor-schema.ts'
import { BlockKeys } from '../../../apps/web/src/lib/editor/keys.ts'
import { Paste } from '../../../apps/web/src/lib/editor/paste.ts'
import * as Y from 'yjs'
import { exchange, newDoc } from '../editors/person.mjs'
import { change, linesOf, type, useClasses } from '../editors/prosemirror.mjs'

export const changes = ['heading', 'list', 'quotation', 'indent', 'join', 'split', 'bold', 'cut', 'drag', 'delete']

export function open(client) {
  const doc = newDoc(Y, client)
  const element = host()
  const text = doc.getText('text')
  const binding = new Binding(text, CITATION_EMBEDS)
  let editor = null
  const undo = new TextUndo(text, binding, () => editor?.view ?? null)
  const onBroken = (error) => {
    throw error
  }
  editor = new Editor({
    element,
    injectCSS: false,
    extensions: [
      ...[...NODES, ...MARKS, CitationNode, Paste, BlockKeys.configure({ undo })],
      Extension.create({ name: 'sharedText', addProseMirrorPlugins: () => [textPlugin({ text, binding, onBroken })] }),
    ],
    onBeforeCreate: ({ editor: made }) => made.setOptions({ content: binding.read(made.schema).toJSON() }),
  })
  editor.on('beforeTransaction', ({ transaction }) => {
    if (transaction.docChanged) undo.note(editor.state)
  })
  useClasses(editor.view, { NodeSelection, TextSelection })
  return {
    ...exchange(Y, doc),
    // As an import or a seed does; it is nobody's to undo.
    fill(lines, kind) {
      const blocks = lines.map((line, at) => blockOf(line, kind === 'list' && at < 2))
      doc.transact(() => {
        text.delete(0, text.length)
        appendBlocks(text, blocks, 'first text')
      }, 'first text')
    },
    forget: () => undo.beginStep(),
    type: (letters, behind) => type(editor.view, letters, behind),
    change: (kind, place) => change(editor.view, kind, place),
    undo: () => undo.undo(),
    lines: () => linesOf(editor.view),
    shown: () => JSON.stringify(editor.getJSON()),
    close() {
      editor.destroy()
      undo.close()
      element.remove()
    },
  }
}

const blockOf = (letters, isItem) => ({
  format: { ...PARAGRAPH, kind: isItem ? 'bullet' : 'paragraph' },
  content: [{ kind: 'letters', letters, marks: PLAIN }],
})
