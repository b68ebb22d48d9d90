import { assessmentOf, writeAssessment, type Anchor, type Block } from '@briefboard/board'
import { Binding } from '@briefboard/text/editor'
import type { Node } from '@tiptap/pm/model'
import { EditorState, type Transaction } from '@tiptap/pm/state'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { anchorAt, standOf, wordsAgain } from './anchors.ts'
import { CITATION_EMBEDS } from './citation-embed.ts'
import { editorSchema } from './editor-schema.ts'
import { wordsIn, type Range } from './words.ts'

const schema = editorSchema()

const paragraph = (...content: Extract<Block, { type: 'paragraph' }>['content']): Block => ({
  type: 'paragraph',
  content,
})
const cited = { type: 'citation', citation: { symbol: 'S/2018/80', paragraph: 12 } } as const

/** Somebody's editor on a text. */
class Opened {
  readonly doc: Y.Doc
  readonly text: Y.Text
  readonly binding: Binding

  constructor(doc: Y.Doc) {
    this.doc = doc
    this.text = assessmentOf(doc)
    this.binding = new Binding(this.text, CITATION_EMBEDS)
  }

  get node(): Node {
    return this.binding.read(schema)
  }

  do(change: (tr: Transaction) => Transaction): void {
    this.binding.write([change(EditorState.create({ doc: this.node }).tr)])
  }

  anchor(range: Range, quote: string): Anchor {
    return anchorAt(this.text, this.node, range, quote)
  }

  find(anchor: Anchor): Range | null {
    const stand = standOf(this.text, this.node, anchor)
    return stand.range ?? wordsAgain(wordsIn(this.node), anchor.quote, stand.lostAt)
  }
}

function written(): Opened {
  const doc = new Y.Doc()
  const blocks = [
    paragraph({ type: 'text', text: 'Cells stay behind. ' }, cited, { type: 'text', text: ' Fighters moved north.' }),
    paragraph({ type: 'text', text: 'Income has collapsed.' }),
  ]
  writeAssessment(doc, blocks, 'test')
  return new Opened(doc)
}

// In the first paragraph: 1 opening, 19 letters, 1 citation, 22 letters, 1 closing; the second begins at 45.
const FIGHTERS = { from: 22, to: 42 }

describe('an anchor', () => {
  test('leads back to where it was made', () => {
    const opened = written()
    for (const range of [
      { from: 1, to: 6 },
      FIGHTERS,
      { from: 20, to: 21 },
      { from: 45, to: 51 },
      { from: 22, to: 51 },
    ])
      expect(opened.find(opened.anchor(range, ''))).toEqual(range)
  })

  test('moves with its text when others write before it', () => {
    const opened = written()
    const anchor = opened.anchor(FIGHTERS, 'Fighters moved north')
    opened.do((tr) => tr.insertText('Some small ', 1))
    expect(opened.find(anchor)).toEqual({ from: 33, to: 53 })
  })

  test('grows with words inside it and not with words at its edges', () => {
    const opened = written()
    const anchor = opened.anchor(FIGHTERS, 'Fighters moved north')
    opened.do((tr) => tr.insertText(' now', 30))
    opened.do((tr) => tr.insertText(' and hid', 46))
    opened.do((tr) => tr.insertText('The ', 22))
    expect(opened.find(anchor)).toEqual({ from: 26, to: 50 })
  })

  test('stays with its words when their paragraph becomes a heading, is split, or is joined with another', () => {
    const opened = written()
    const anchor = opened.anchor(FIGHTERS, 'Fighters moved north')
    opened.do((tr) => tr.setNodeMarkup(0, undefined, { ...tr.doc.child(0).attrs, kind: 'heading' }))
    expect(opened.find(anchor)).toEqual(FIGHTERS)
    opened.do((tr) => tr.split(6))
    expect(opened.find(anchor)).toEqual({ from: 24, to: 44 })
    opened.do((tr) => tr.join(7))
    expect(opened.find(anchor)).toEqual(FIGHTERS)
  })

  test('is lost with its text', () => {
    const opened = written()
    const anchor = opened.anchor({ from: 45, to: 51 }, 'Income')
    opened.do((tr) => tr.delete(44, 67))
    expect(opened.find(anchor)).toBeNull()
  })

  test('T10: finds its words, however few, after they were deleted and come back, also after a reload', () => {
    const opened = written()
    const anchor = opened.anchor({ from: 45, to: 49 }, 'Inco')
    const undo = new Y.UndoManager(opened.text, { trackedOrigins: new Set([opened.binding]) })
    opened.do((tr) => tr.delete(45, 49))
    expect(opened.find(anchor)).toBeNull()
    undo.undo()
    expect(opened.find(anchor)).toEqual({ from: 45, to: 49 })
    const far = new Y.Doc()
    Y.applyUpdate(far, Y.encodeStateAsUpdate(opened.doc))
    expect(new Opened(far).find(anchor)).toEqual({ from: 45, to: 49 })
  })

  test('finds its words where somebody has moved them to', () => {
    const opened = written()
    const anchor = opened.anchor(FIGHTERS, 'Fighters moved north')
    opened.do((tr) => {
      const block = tr.doc.child(0)
      return tr.delete(0, block.nodeSize).insert(23, block)
    })
    expect(opened.find(anchor)).toEqual({ from: 45, to: 65 })
  })

  test('that is nonsense leads nowhere', () => {
    const opened = written()
    for (const nonsense of ['', 'AAAA', '!!!', 'x'.repeat(500)])
      expect(opened.find({ start: nonsense, end: nonsense, quote: '' })).toBeNull()
  })
})

describe('words are found again', () => {
  const inText = (text: string) => {
    const doc = new Y.Doc()
    writeAssessment(doc, [paragraph({ type: 'text', text })], 'test')
    return wordsIn(new Opened(doc).node)
  }

  test('at the very place where they were lost, even if they overlap themselves; elsewhere only if they stand once', () => {
    const words = inText('abababababababab and once more')
    expect(wordsAgain(words, 'abababababab', 3)).toEqual({ from: 1, to: 13 })
    expect(wordsAgain(words, 'abababababab', 16)).toEqual({ from: 5, to: 17 })
    expect(wordsAgain(words, 'abababababab', null)).toBeNull()
    expect(wordsAgain(words, 'and once more', null)).toEqual({ from: 18, to: 31 })
    expect(wordsAgain(words, 'once more', null)).toBeNull()
    expect(wordsAgain(words, 'once more', 25)).toEqual({ from: 22, to: 31 })
    expect(wordsAgain(words, '', 5)).toBeNull()
  })

  test('by one walk through the text, whatever repeats itself in it', () => {
    const words = inText('a'.repeat(100_000))
    const begun = performance.now()
    for (const last of ['a', 'b'])
      for (let thread = 0; thread < 60; thread++) wordsAgain(words, 'a'.repeat(1900) + last, null)
    // Two walks for each letter and thread would be a second; looking anew at each place took minutes.
    expect(performance.now() - begun).toBeLessThan(3000)
  })
})
