import { assessmentOf, writeAssessment, type Block } from '@briefboard/board'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { anchorAt, rangeOf } from './anchors.ts'

const paragraph = (...content: Extract<Block, { type: 'paragraph' }>['content']): Block => ({
  type: 'paragraph',
  content,
})
const cited = { type: 'citation', citation: { symbol: 'S/2018/80', paragraph: 12 } } as const

function written(): { doc: Y.Doc; fragment: Y.XmlFragment; text: (paragraph: number, index: number) => Y.XmlText } {
  const doc = new Y.Doc()
  const blocks = [
    paragraph({ type: 'text', text: 'Cells stay behind. ' }, cited, { type: 'text', text: ' Fighters moved north.' }),
    paragraph({ type: 'text', text: 'Income has collapsed.' }),
  ]
  writeAssessment(doc, blocks, 'test')
  const fragment = assessmentOf(doc)
  const text = (at: number, index: number): Y.XmlText => (fragment.get(at) as Y.XmlElement).get(index) as Y.XmlText
  return { doc, fragment, text }
}

// In the first paragraph: 1 opening, 19 letters, 1 citation, 22 letters, 1 closing; the second begins at 45.
const FIGHTERS = { from: 22, to: 42 }

describe('an anchor', () => {
  test('leads back to where it was made', () => {
    const { fragment } = written()
    for (const range of [
      { from: 1, to: 6 },
      FIGHTERS,
      { from: 20, to: 21 },
      { from: 45, to: 51 },
      { from: 22, to: 51 },
    ]) {
      expect(rangeOf(fragment, anchorAt(fragment, range, ''))).toEqual(range)
    }
  })

  test('moves with its text when others write before it', () => {
    const { fragment, text } = written()
    const anchor = anchorAt(fragment, FIGHTERS, 'Fighters moved north')
    text(0, 0).insert(0, 'Some small ')
    expect(rangeOf(fragment, anchor)).toEqual({ from: 33, to: 53 })
  })

  test('grows with words inside it and not with words at its edges', () => {
    const { fragment, text } = written()
    const anchor = anchorAt(fragment, FIGHTERS, 'Fighters moved north')
    text(0, 2).insert(9, ' now')
    text(0, 2).insert(25, ' and hid')
    text(0, 2).insert(1, 'The ')
    expect(rangeOf(fragment, anchor)).toEqual({ from: 26, to: 50 })
  })

  test('is detached when its text is gone', () => {
    const { fragment, text } = written()
    const anchor = anchorAt(fragment, FIGHTERS, 'Fighters moved north')
    text(0, 2).delete(1, 20)
    expect(rangeOf(fragment, anchor)).toBeNull()
  })

  test('is detached when its whole paragraph is gone', () => {
    const { fragment } = written()
    const anchor = anchorAt(fragment, { from: 45, to: 51 }, 'Income')
    fragment.delete(1, 1)
    expect(rangeOf(fragment, anchor)).toBeNull()
  })

  test('is attached again when the deletion is undone', () => {
    const { fragment, text } = written()
    const anchor = anchorAt(fragment, FIGHTERS, 'Fighters moved north')
    const undo = new Y.UndoManager(fragment)
    text(0, 2).delete(0, 22)
    expect(rangeOf(fragment, anchor)).toBeNull()
    undo.undo()
    expect(rangeOf(fragment, anchor)).toEqual(FIGHTERS)
  })

  test('is attached again when the deletion is undone on another machine, where the letters are new ones', () => {
    const { doc, fragment, text } = written()
    const anchor = anchorAt(fragment, { from: 22, to: 30 }, 'Fighters')
    const far = new Y.Doc()
    Y.applyUpdate(far, Y.encodeStateAsUpdate(doc))
    const undo = new Y.UndoManager(fragment)
    text(0, 2).insert(0, 'Fighters or ')
    undo.stopCapturing()
    text(0, 2).delete(13, 8)
    Y.applyUpdate(far, Y.encodeStateAsUpdate(doc))
    expect(rangeOf(assessmentOf(far), anchor)).toBeNull()
    undo.undo()
    Y.applyUpdate(far, Y.encodeStateAsUpdate(doc))
    expect(rangeOf(assessmentOf(far), anchor)).toEqual({ from: 34, to: 42 })
  })

  test('follows its words into another paragraph if they stand only once', () => {
    const { fragment, text } = written()
    const anchor = anchorAt(fragment, FIGHTERS, 'Fighters moved north')
    const words = text(0, 2).toString()
    fragment.delete(0, 1)
    text(0, 0).insert(0, `${words} `)
    expect(rangeOf(fragment, anchor)).toEqual({ from: 2, to: 22 })
  })

  test('that nobody can read is detached', () => {
    const { fragment } = written()
    expect(rangeOf(fragment, { start: 'no base64', end: '', quote: '' })).toBeNull()
  })
})
