// BlockNote with its own collaboration for Yjs 13, which is y-prosemirror.
import { dragEvent, host, newTransfer } from './dom.mjs'
import { BlockNoteEditor } from '@blocknote/core'
import { SideMenuExtension } from '@blocknote/core/extensions'
import { withCollaboration } from '@blocknote/core/yjs'
import { NodeSelection, TextSelection } from '@tiptap/pm/state'
import { yUndoPluginKey } from 'y-prosemirror'
import * as Y from 'yjs'
import { exchange, newDoc } from './person.mjs'
import { change, dropBehind, linesOf, rangeOf, select, type, useClasses } from './prosemirror.mjs'

export const changes = ['heading', 'list', 'quotation', 'indent', 'join', 'split', 'bold', 'cut', 'drag', 'delete']

/** What its menus make of a block. */
const KINDS = {
  heading: { type: 'heading', props: { level: 2 } },
  list: { type: 'bulletListItem' },
  quotation: { type: 'quote' },
}

export function open(client) {
  const doc = newDoc(Y, client)
  const element = host()
  const user = { name: `${client}`, color: '#000000' }
  const fragment = doc.getXmlFragment('text')
  const editor = BlockNoteEditor.create(withCollaboration({ collaboration: { fragment, user } }))
  editor.mount(element)
  const view = editor.prosemirrorView
  useClasses(view, { NodeSelection, TextSelection })
  return {
    ...exchange(Y, doc),
    fill: (lines, kind) => editor.replaceBlocks(editor.document, blocksOf(lines, kind)),
    forget: () => yUndoPluginKey.getState(view.state).undoManager.clear(),
    type: (letters, behind) => type(view, letters, behind),
    change(kind, place) {
      if (kind !== 'drag' && !(kind in KINDS)) return change(view, kind, place)
      select(view, rangeOf(view, place.behind).to)
      const { block } = editor.getTextCursorPosition()
      if (kind === 'drag') return drag(editor, block, place.last)
      return editor.updateBlock(block, KINDS[kind])
    },
    undo: () => editor.undo(),
    lines: () => linesOf(view),
    shown: () => JSON.stringify(view.state.doc.toJSON()),
    close() {
      editor.unmount()
      element.remove()
    },
  }
}

/** By its own handle beside the block. */
function drag(editor, block, last) {
  const transfer = newTransfer()
  const handle = editor.getExtension(SideMenuExtension)
  handle.blockDragStart({ dataTransfer: transfer, clientY: 0 }, block)
  const view = editor.prosemirrorView
  document.body.dispatchEvent(dragEvent('dragstart', transfer, view.dom))
  dropBehind(view, last, transfer)
  document.body.dispatchEvent(dragEvent('dragend', transfer, view.dom))
  handle.blockDragEnd()
}

const blocksOf = (lines, kind) =>
  lines.map((content, at) => ({ type: kind === 'list' && at < 2 ? 'bulletListItem' : 'paragraph', content }))
