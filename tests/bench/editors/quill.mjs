// Quill with y-quill, and Quill's own history of what the user has done, as Yjs' guide for Quill has it.
import { clipboardEvent, host, newTransfer } from './dom.mjs'
import { QuillBinding } from 'y-quill'
import * as Y from 'yjs'
import { exchange, newDoc } from './person.mjs'

// It asks for the page when it is loaded.
const { default: Quill } = await import('quill')

/** A block cannot be moved as one. */
export const changes = ['heading', 'list', 'quotation', 'indent', 'join', 'split', 'bold', 'cut', 'delete']

const FORMATS = { heading: ['header', 2], list: ['list', 'bullet'], quotation: ['blockquote', true] }

export function open(client) {
  const doc = newDoc(Y, client)
  const element = host()
  const quill = new Quill(element, { modules: { history: { userOnly: true }, toolbar: false } })
  const binding = new QuillBinding(doc.getText('text'), quill)
  const rangeOf = (word) => {
    const from = quill.getText().indexOf(word)
    if (from < 0) throw new Error(`Nobody says ${word}.`)
    return { from, to: from + word.length }
  }
  const select = (from, to = from) => quill.setSelection(from, to - from, 'user')
  const press = (key) => {
    const event = new window.KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
    quill.root.dispatchEvent(event)
    if (!event.defaultPrevented) throw new Error(`Nothing hears of ${key}.`)
  }

  function change(kind, { words, behind, before, last }) {
    const whole = { from: rangeOf(words[0]).from, to: rangeOf(words.at(-1)).to }
    switch (kind) {
      case 'heading':
      case 'list':
      case 'quotation':
        select(rangeOf(behind).to)
        return quill.format(...FORMATS[kind], 'user')
      case 'indent':
        select(whole.from)
        return press('Tab')
      case 'bold':
        select(whole.from, rangeOf(behind).to)
        return quill.format('bold', true, 'user')
      case 'join':
        select(whole.from)
        return press('Backspace')
      case 'split':
        select(rangeOf(behind).to)
        return press('Enter')
      case 'delete':
        select(rangeOf(before).to, whole.to)
        return press('Backspace')
      case 'cut': {
        const transfer = newTransfer()
        select(whole.from, whole.to)
        quill.root.dispatchEvent(clipboardEvent('cut', transfer))
        select(rangeOf(last).to)
        press('Enter')
        return quill.root.dispatchEvent(clipboardEvent('paste', transfer))
      }
      default:
        throw new Error(`There is no change ${kind}.`)
    }
  }

  return {
    ...exchange(Y, doc),
    fill(lines, kind) {
      // The line break at the end is Quill's own, and not in the shared text.
      quill.deleteText(0, quill.getLength() - 1, 'user')
      quill.insertText(0, lines.join('\n'), 'user')
      if (kind === 'list') quill.formatLine(0, lines[0].length + 2, 'list', 'bullet', 'user')
    },
    forget: () => quill.history.clear(),
    type(letters, behind) {
      let at = rangeOf(behind).to
      for (const letter of letters) quill.insertText(at++, letter, 'user')
    },
    change,
    undo: () => quill.history.undo(),
    lines: () => quill.getText().split('\n'),
    shown: () => JSON.stringify(quill.getContents()),
    close() {
      binding.destroy()
      element.remove()
    },
  }
}
