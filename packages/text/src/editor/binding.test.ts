import { Fragment, Slice } from 'prosemirror-model'
import { EditorState, TextSelection } from 'prosemirror-state'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { newSeed, seededRandom } from '../../../testkit/src/random.ts'
import { PARAGRAPH } from '../block-format.ts'
import { Binding } from './binding.ts'
import { TextTooLarge } from './from-text.ts'
import { EMBEDS, meet, Meeting, Participant, SCHEMA } from './meeting.test-suite.ts'

test('whatever three people do at once, no letter is lost, doubled or out of order, and all copies say the same', () => {
  const seed = newSeed()
  process.stdout.write(`TEST_SEED=${seed}\n`)
  const random = seededRandom(seed)
  for (let operations = 0; operations < 20_000;) {
    const meeting = new Meeting(random, 3)
    for (let round = 0; round < 25 && !meeting.isFull; round++) meeting.round()
    meeting.end()
    operations += meeting.operations
  }
})

/** Ann does something to a block while Ben types in it; then they hear of each other. */
test.each<[string, (ann: Participant) => void]>([
  ['a heading', (ann) => ann.do((tr) => tr.setNodeMarkup(7, undefined, { ...PARAGRAPH, kind: 'heading' }))],
  ['an item of a list', (ann) => ann.do((tr) => tr.setNodeMarkup(7, undefined, { ...PARAGRAPH, kind: 'bullet' }))],
  ['a quotation', (ann) => ann.do((tr) => tr.setNodeMarkup(7, undefined, { ...PARAGRAPH, quote: true }))],
  ['indented', (ann) => ann.do((tr) => tr.setNodeMarkup(7, undefined, { ...PARAGRAPH, kind: 'bullet', indent: 1 }))],
  ['joined with the one before', (ann) => ann.do((tr) => tr.join(7))],
  ['split', (ann) => ann.do((tr) => tr.split(13))],
  ['deleted', (ann) => ann.do((tr) => tr.delete(7, 25))],
  ['moved', (ann) => ann.do((tr) => tr.delete(7, 25).insert(0, tr.docs[0]?.child(1) ?? expect.unreachable()))],
])('T1: words that are typed in a paragraph are there when another has made it %s', (_, change) => {
  const [ann, ben] = [new Participant(1), new Participant(2)]
  ann.do((tr) => tr.insertText('First', 1).split(6).insertText('Alpha beta gamma', 8))
  meet([ann, ben])
  change(ann)
  ben.do((tr) => tr.insertText('typed words ', 14))
  meet([ann, ben])
  for (const { said } of [ann, ben]) expect(said.textContent.match(/typed words /g)).toHaveLength(1)
  expect(ann.said.toJSON()).toEqual(ben.said.toJSON())
})

/** Types where the caret stands, letter by letter, and both hear of each. */
function typeInTurn(one: Participant, other: Participant, words: string, others: string): void {
  for (let at = 0; at < words.length; at++) {
    one.do((tr) => tr.insertText(words[at] ?? ''))
    other.do((tr) => tr.insertText(others[at] ?? ''))
    meet([one, other])
  }
}

const standAt = (one: Participant, place: number): void =>
  one.do((tr) => tr.setSelection(TextSelection.create(tr.doc, place)))

test.each([1, 7, 12])('two who type at one place (%i) each write a whole word', (place) => {
  const [ann, ben] = [new Participant(1), new Participant(2)]
  ann.do((tr) => tr.insertText('Alpha beta ', 1))
  meet([ann, ben])
  standAt(ann, place)
  standAt(ben, place)
  typeInTurn(ann, ben, 'gamma', 'delta')
  expect(ann.letters).toContain('gamma')
  expect(ann.letters).toContain('delta')
  expect(ben.letters).toBe(ann.letters)
})

test('a block that another puts behind mine does not take my caret along', () => {
  const [ann, ben] = [new Participant(1), new Participant(2)]
  ann.do((tr) => tr.insertText('Alpha', 1))
  meet([ann, ben])
  standAt(ann, 6)
  ben.do((tr) => tr.split(6).insertText('Beta', 8))
  meet([ann, ben])
  ann.do((tr) => tr.insertText(' and on'))
  expect(ann.shown.firstChild?.textContent).toBe('Alpha and on')
})

/** Ben brings in so many paragraphs in one go. */
function paste(ben: Participant, place: number, paragraphs: number): void {
  const block = ben.shown.child(0)
  const content = Array.from({ length: paragraphs }, (_, at) => block.copy(Fragment.from(SCHEMA.text(`Pasted ${at}`))))
  ben.do((tr) => tr.replace(place, place, new Slice(Fragment.from(content), 1, 1)))
}

test.each([
  ['before my paragraph', 3],
  ['in it, before my caret', 9],
  ['right where my caret stands', 11],
  ['behind it', 14],
])(
  'what another pastes by the thousand %s is followed in one step, and my caret stays behind its letter',
  (_, place) => {
    const [ann, ben] = [new Participant(1), new Participant(2)]
    ann.do((tr) => tr.insertText('First', 1).split(6).insertText('Alpha beta', 8))
    meet([ann, ben])
    standAt(ann, 11)
    expect(ann.shown.textBetween(8, 11)).toBe('Alp')
    paste(ben, place, 1000)
    meet([ann, ben])
    expect(ann.shown.toJSON()).toEqual(ben.shown.toJSON())
    ann.do((tr) => tr.insertText('!'))
    expect(ann.letters).toMatch(place === 9 ? /lp!ha beta/ : /Alp!/)
    ben.undo.undo()
    meet([ann, ben])
    expect(ann.letters).toBe('FirstAlp!ha beta')
    ann.do((tr) => tr.insertText('?'))
    expect(ann.letters).toBe('FirstAlp!?ha beta')
  },
)

test('a text that is more than a document may hold is refused, at first and when it becomes so', () => {
  const limits = { blocks: 3, inlines: 100, characters: 40, items: 1000 }
  const other = new Participant(1)
  const doc = new Y.Doc()
  const text = doc.getText('text')
  const binding = new Binding(text, EMBEDS, limits)
  let state = EditorState.create({ doc: binding.read(SCHEMA) })
  text.observeDeep((events) => void (state = state.apply(binding.follow(state, events))))
  const hear = (): void => Y.applyUpdate(doc, Y.encodeStateAsUpdate(other.doc))
  other.do((tr) => tr.insertText('As much as there may be of it.', 1).split(5))
  hear()
  expect(state.doc.toJSON()).toEqual(other.shown.toJSON())
  other.do((tr) => tr.split(9).split(13))
  expect(hear).toThrow(TextTooLarge)
  expect(() => new Binding(text, EMBEDS, limits).read(SCHEMA)).toThrow(TextTooLarge)
})
