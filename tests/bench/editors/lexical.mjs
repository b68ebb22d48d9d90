// Lexical's rich text with @lexical/yjs, joined as its own plugin for React joins them.
import { clipboardEvent, host, newTransfer } from './dom.mjs'
import {
  ListItemNode,
  ListNode,
  $createListItemNode,
  $createListNode,
  INSERT_UNORDERED_LIST_COMMAND,
  registerList,
} from '@lexical/list'
import { $createHeadingNode, $createQuoteNode, HeadingNode, QuoteNode, registerRichText } from '@lexical/rich-text'
import { $setBlocksType } from '@lexical/selection'
import { createUndoManager, createYjsBinding, syncLexicalUpdateToYjs, syncYjsChangesToLexical } from '@lexical/yjs'
import * as lexical from 'lexical'
import * as Y from 'yjs'
import { exchange, newDoc } from './person.mjs'

export const changes = ['heading', 'list', 'quotation', 'indent', 'join', 'split', 'bold', 'cut', 'drag', 'delete']

const nothing = () => undefined
/** Nobody's caret is shown. */
const awareness = {
  ...{ getLocalState: () => null, getStates: () => new Map(), on: nothing, off: nothing },
  ...{ setLocalState: nothing, setLocalStateField: nothing },
}
const provider = { awareness, connect: nothing, disconnect: nothing, on: nothing, off: nothing }

export function open(client) {
  const doc = newDoc(Y, client)
  const element = host()
  element.contentEditable = 'true'
  const editor = lexical.createEditor({
    namespace: 'words',
    nodes: [HeadingNode, QuoteNode, ListNode, ListItemNode],
    onError(error) {
      throw error
    },
  })
  editor.setRootElement(element)
  const undo = bind(editor, doc)
  const leave = [registerRichText(editor), registerList(editor)]
  const update = (change) => editor.update(change, { discrete: true })
  return {
    ...exchange(Y, doc),
    fill: (lines, kind) => update(() => fill(lines, kind)),
    forget: () => undo.clear(),
    type(letters, behind) {
      update(() => select(behind, behind, 'end'))
      for (const letter of letters)
        update(() => editor.dispatchCommand(lexical.CONTROLLED_TEXT_INSERTION_COMMAND, letter))
    },
    change: (kind, place) => change(editor, update, kind, place),
    undo: () => undo.undo(),
    lines: () => editor.read(() => lexical.$getRoot().getTextContent().split('\n')),
    shown: () => JSON.stringify(editor.getEditorState().toJSON()),
    close() {
      for (const end of leave) end()
      editor.setRootElement(null)
      element.remove()
    },
  }
}

function bind(editor, doc) {
  const binding = createYjsBinding({ editor, id: 'text', doc, docMap: new Map([['text', doc]]) })
  const root = binding.root.getSharedType()
  root.observeDeep((events, { origin }) => {
    if (origin === binding) return
    syncYjsChangesToLexical(binding, provider, events, origin instanceof Y.UndoManager, nothing)
  })
  editor.registerUpdateListener((told) => {
    if (told.tags.has('skip-collab')) return
    const { prevEditorState, editorState, dirtyElements, dirtyLeaves, normalizedNodes, tags } = told
    const dirty = [dirtyElements, dirtyLeaves, normalizedNodes]
    syncLexicalUpdateToYjs(binding, provider, prevEditorState, editorState, ...dirty, tags)
  })
  return createUndoManager(binding, root)
}

function fill(lines, kind) {
  const root = lexical.$getRoot().clear()
  const [first, second, last] = lines.map((line) => lexical.$createTextNode(line))
  const items = () => [first, second].map((text) => $createListItemNode().append(text))
  const paragraph = (text) => lexical.$createParagraphNode().append(text)
  if (kind === 'list') root.append($createListNode('bullet').append(...items()), paragraph(last))
  else root.append(...[first, second, last].map(paragraph))
}

function $placeOf(word) {
  for (const node of lexical.$getRoot().getAllTextNodes()) {
    const at = node.getTextContent().indexOf(word)
    if (at >= 0) return { node, start: at, end: at + word.length }
  }
  throw new Error(`Nobody says ${word}.`)
}

/** From one side of a word to the end of another. */
function select(first, last, side = 'start') {
  const [from, to] = [$placeOf(first), $placeOf(last)]
  const selection = lexical.$createRangeSelection()
  selection.anchor.set(from.node.getKey(), from[side], 'text')
  selection.focus.set(to.node.getKey(), to.end, 'text')
  lexical.$setSelection(selection)
  return selection
}

const $caretBefore = (word) => {
  const { node, start } = $placeOf(word)
  node.select(start, start)
}

async function change(editor, update, kind, { words, behind, before, last }) {
  const [first, end] = [words[0], words.at(-1)]
  const $caret = (word) => select(word, word, 'end')
  const tell = (command, payload) => update(() => editor.dispatchCommand(command, payload))
  switch (kind) {
    case 'heading':
      return update(() => $setBlocksType($caret(behind), () => $createHeadingNode('h2')))
    case 'quotation':
      return update(() => $setBlocksType($caret(behind), () => $createQuoteNode()))
    case 'list':
      update(() => $caret(behind))
      return tell(INSERT_UNORDERED_LIST_COMMAND)
    case 'indent':
      update(() => $caret(behind))
      return tell(lexical.INDENT_CONTENT_COMMAND)
    case 'bold':
      update(() => select(first, behind))
      return tell(lexical.FORMAT_TEXT_COMMAND, 'bold')
    case 'join':
      update(() => $caretBefore(first))
      return tell(lexical.DELETE_CHARACTER_COMMAND, true)
    case 'split':
      update(() => $caret(behind))
      return tell(lexical.INSERT_PARAGRAPH_COMMAND)
    case 'delete':
      update(() => select(before, end, 'end'))
      return tell(lexical.DELETE_CHARACTER_COMMAND, true)
    case 'cut': {
      const transfer = newTransfer()
      update(() => select(first, end))
      tell(lexical.CUT_COMMAND, clipboardEvent('cut', transfer))
      await new Promise((resolve) => setTimeout(resolve, 0)) // It cuts a moment later.
      update(() => $caret(last))
      tell(lexical.INSERT_PARAGRAPH_COMMAND)
      return tell(lexical.PASTE_COMMAND, clipboardEvent('paste', transfer))
    }
    case 'drag':
      // What its handle for blocks does when one is dropped.
      return update(() => $blockOf(last).insertAfter($blockOf(first)))
    default:
      throw new Error(`There is no change ${kind}.`)
  }
}

const $blockOf = (word) => $placeOf(word).node.getTopLevelElementOrThrow()
