/** S15: the hash follows what a document says, and nothing else. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { contentHash } from './content-hash.ts'

function docOf(write: (doc: Y.Doc) => void): Y.Doc {
  const doc = new Y.Doc()
  write(doc)
  return doc
}

const copyOf = (doc: Y.Doc): Y.Doc => docOf((copy) => Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc)))

function writeAll(doc: Y.Doc): void {
  doc.getText('t').insert(0, 'some text')
  doc.getText('t').format(2, 4, { bold: true })
  const element = new Y.XmlElement('paragraph')
  element.setAttribute('level', '2')
  element.insert(0, [new Y.XmlText('inside')])
  doc.getXmlFragment('x').insert(0, [element])
  doc.getMap('m').set('card', new Y.Map(Object.entries({ title: 'A', list: [1, { b: 1, a: 2 }] })))
  doc.getArray('a').push([1, 'two', null])
}

test('a copy has the same hash, whether its types were asked for or not', () => {
  const doc = docOf(writeAll)
  const copy = copyOf(doc)
  expect(contentHash(copy)).toBe(contentHash(doc))
  copy.getText('t')
  copy.getArray('never written')
  expect(contentHash(copy)).toBe(contentHash(doc))
})

test('texts typed in pieces, with detours, or at once have one hash', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 4 }), { maxLength: 8 }), (parts) => {
      const typed = docOf((doc) => {
        const text = doc.getText('t')
        for (const part of parts) {
          text.insert(text.length, `${part}x`)
          text.delete(text.length - 1, 1)
        }
      })
      const pasted = docOf((doc) => doc.getText('t').insert(0, parts.join('')))
      expect(contentHash(typed)).toBe(contentHash(pasted))
    }),
  )
})

test.each<[string, (doc: Y.Doc) => void]>([
  ['a letter', (doc) => doc.getText('t').insert(3, '.')],
  ['an order', (doc) => void (doc.getText('t').delete(0, 1), doc.getText('t').insert(1, 's'))],
  ['a format', (doc) => doc.getText('t').format(0, 1, { bold: true })],
  ['an attribute', (doc) => (doc.getXmlFragment('x').get(0) as Y.XmlElement).setAttribute('level', '3')],
  ['a field of a map in a map', (doc) => (doc.getMap('m').get('card') as Y.Map<unknown>).set('title', 'B')],
  ['a deleted key', (doc) => doc.getMap('m').delete('card')],
  ['an element of a list', (doc) => doc.getArray('a').insert(1, [2])],
  ['where one text ends and the next begins', (doc) => doc.getXmlFragment('x').push([new Y.XmlText('')])],
])('%s makes a difference', (_what, change) => {
  const doc = docOf(writeAll)
  const changed = copyOf(doc)
  for (const each of [doc, changed]) {
    each.getText('t')
    each.getXmlFragment('x')
  }
  change(changed)
  expect(contentHash(changed)).not.toBe(contentHash(doc))
})

test('marks of format that change nothing make no difference, as copies drop them each in its own time', () => {
  const withMarks = docOf((doc) => {
    doc.getText('t').insert(0, 'plain bold')
    doc.getText('t').format(0, 2, { bold: true })
    doc.getText('t').delete(0, 2)
  })
  const without = docOf((doc) => doc.getText('t').insert(0, 'ain bold'))
  // A mark that nothing follows, in front of one that takes it back.
  expect(contentHash(withMarks)).toBe(contentHash(without))
})
