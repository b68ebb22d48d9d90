// What a person does in any editor on ProseMirror: by keys, the clipboard and the mouse, as the view itself hears of them.
import { clipboardEvent, dragEvent, newTransfer } from './dom.mjs'

/** Where a word stands; words are letters, and each is one of a kind. */
export function rangeOf({ state }, word) {
  let found = null
  state.doc.descendants((node, place) => {
    if (!node.isTextblock) return true
    const at = node.textBetween(0, node.content.size, undefined, '\ufffc').indexOf(word)
    if (at >= 0) found ??= { from: place + 1 + at, to: place + 1 + at + word.length }
    return false
  })
  if (found === null) throw new Error(`Nobody says ${word}.`)
  return found
}

export function select(view, from, to = from) {
  const { TextSelection } = classesOf(view)
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, from, to)))
}

const classes = new WeakMap()

/** Tells which classes of selection a view's editor has: ours is on another copy of ProseMirror than the others. */
export const useClasses = (view, { TextSelection, NodeSelection }) =>
  classes.set(view, { TextSelection, NodeSelection })

function classesOf(view) {
  const known = classes.get(view)
  if (known === undefined) throw new Error('The view has not been told of its classes.')
  return known
}

/** Letter by letter, behind a word. */
export function type(view, letters, behind) {
  select(view, rangeOf(view, behind).to)
  for (const letter of letters) {
    const { from, to } = view.state.selection
    const insert = () => view.state.tr.insertText(letter, from, to)
    if (!view.someProp('handleTextInput', (handle) => handle(view, from, to, letter, insert))) view.dispatch(insert())
  }
}

const KEYS = {
  heading: { key: '2', keyCode: 50, ctrlKey: true, altKey: true },
  list: { key: '*', keyCode: 56, ctrlKey: true, shiftKey: true },
  quotation: { key: 'B', keyCode: 66, ctrlKey: true, shiftKey: true },
  bold: { key: 'b', keyCode: 66, ctrlKey: true },
  indent: { key: 'Tab', keyCode: 9 },
  enter: { key: 'Enter', keyCode: 13 },
  backspace: { key: 'Backspace', keyCode: 8 },
}

export function press(view, name) {
  const event = new window.KeyboardEvent('keydown', { ...KEYS[name], bubbles: true, cancelable: true })
  if (!view.someProp('handleKeyDown', (handle) => handle(view, event))) throw new Error(`Nothing hears of ${name}.`)
}

/** `words` are those of the paragraph that is changed, `before` and `last` the last words of the one before and of the text. */
export function change(view, kind, { words, behind, before, last }) {
  const whole = { from: rangeOf(view, words[0]).from, to: rangeOf(view, words.at(-1)).to }
  switch (kind) {
    case 'heading':
    case 'list':
    case 'quotation':
    case 'indent':
      select(view, rangeOf(view, behind).to)
      return press(view, kind)
    case 'bold':
      select(view, whole.from, rangeOf(view, behind).to)
      return press(view, 'bold')
    case 'join':
      select(view, whole.from)
      return press(view, 'backspace')
    case 'split':
      select(view, rangeOf(view, behind).to)
      return press(view, 'enter')
    case 'delete':
      select(view, rangeOf(view, before).to, whole.to)
      return press(view, 'backspace')
    case 'cut':
      return cutAndPaste(view, whole, last)
    case 'drag':
      return drag(view, whole, last)
    default:
      throw new Error(`There is no change ${kind}.`)
  }
}

/** The words of a paragraph into a new one at the end. */
function cutAndPaste(view, { from, to }, last) {
  const transfer = newTransfer()
  select(view, from, to)
  view.dom.dispatchEvent(clipboardEvent('cut', transfer))
  select(view, rangeOf(view, last).to)
  press(view, 'enter')
  view.dom.dispatchEvent(clipboardEvent('paste', transfer))
}

/** Takes hold of the block and drops it behind the last one. */
function drag(view, { from }, last) {
  const { NodeSelection } = classesOf(view)
  const $from = view.state.doc.resolve(from)
  const selection = NodeSelection.create(view.state.doc, $from.before(blockDepth($from)))
  view.dispatch(view.state.tr.setSelection(selection))
  view.dragging = { slice: selection.content(), move: true, node: selection }
  dropBehind(view, last, newTransfer())
}

/** The view is told before which block the mouse is, since blocks have no place on the screen here. */
export function dropBehind(view, word, transfer) {
  const $word = view.state.doc.resolve(rangeOf(view, word).to)
  const pos = $word.after(blockDepth($word))
  view.posAtCoords = () => ({ pos, inside: -1 })
  view.dom.dispatchEvent(dragEvent('drop', transfer, view.dom))
  delete view.posAtCoords
}

/** Of the block as the editor means it: BlockNote has one node around each. */
function blockDepth($place) {
  for (let depth = $place.depth; depth > 0; depth--) if ($place.node(depth).type.name === 'blockContainer') return depth
  return $place.depth
}

/** The text of each line. */
export function linesOf({ state }) {
  const lines = []
  state.doc.descendants((node) => {
    if (!node.isTextblock) return true
    lines.push(node.textContent)
    return false
  })
  return lines
}
