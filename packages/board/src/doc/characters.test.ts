/** Characters of a shared text are changed and counted as people see them, whatever stands among them. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { characterChanges, editText, wordsOf } from './characters.ts'

function textWith(fill: (text: Y.Text) => void, text = new Y.Text()): Y.Text {
  new Y.Doc().getMap('m').set('t', text)
  fill(text)
  return text
}

/** What a change makes of the words that were there, with `?` for what is new. */
function changed(before: string, text: Y.Text, change: () => void): string {
  let after = ''
  const observer = (event: Y.YTextEvent): void => {
    let at = 0
    for (const step of characterChanges(event)) {
      if ('retain' in step) after += before.slice(at, (at += step.retain))
      else if ('insert' in step) after += '?'.repeat(step.insert)
      else at += step.delete
    }
    after += before.slice(at)
  }
  text.observe(observer)
  change()
  text.unobserve(observer)
  return after
}

describe('what is typed lands where it was typed', () => {
  test('behind values that are embedded in the text, which stay', () => {
    const text = textWith((made) => {
      made.insert(0, 'Boats at sea')
      for (let index = 0; index < 6; index++) made.insertEmbed(0, { a: 1 })
      made.insertEmbed(11, new Y.Map())
    })
    editText(text, 'Boats at sea, again')
    expect(wordsOf(text)).toBe('Boats at sea, again')
    editText(text, 'Ships at sea, again')
    editText(text, 'Ships again')
    expect(wordsOf(text)).toBe('Ships again')
    expect((text.toDelta() as { insert: unknown }[]).filter(({ insert }) => typeof insert !== 'string')).toHaveLength(7)
  })

  test('in a text that is an XmlText with formats', () => {
    const text = textWith((made) => {
      made.insert(0, 'Plain words')
      made.format(0, 5, { bold: { a: 1 } })
    }, new Y.XmlText())
    expect(wordsOf(text)).toBe('Plain words')
    editText(text, 'Plain old words')
    expect(wordsOf(text)).toBe('Plain old words')
  })

  test('T5: two who change flags that share a half at once leave whole flags', () => {
    const [one, other] = [new Y.Doc(), new Y.Doc()]
    one.getText('title').insert(0, 'Boats 🇮🇶 at sea')
    Y.applyUpdate(other, Y.encodeStateAsUpdate(one))
    editText(one.getText('title'), 'Boats 🇮🇷 at sea')
    editText(other.getText('title'), 'Boats 🇸🇶 at sea')
    Y.applyUpdate(other, Y.encodeStateAsUpdate(one))
    const words = wordsOf(other.getText('title'))
    expect(['Boats 🇮🇷🇸🇶 at sea', 'Boats 🇸🇶🇮🇷 at sea']).toContain(words)
    expect(words.isWellFormed()).toBe(true)
  })

  test('and no half of a character is replaced alone', () => {
    const text = textWith((made) => made.insert(0, 'a😀b'))
    editText(text, 'a😁b')
    expect(wordsOf(text)).toBe('a😁b')
    editText(text, 'a🨀b')
    expect(wordsOf(text)).toBe('a🨀b')
  })

  test('whatever stands there and whatever is written', () => {
    const pieces = fc.array(fc.oneof(fc.string({ unit: 'grapheme', maxLength: 4 }), fc.constant(null)), {
      maxLength: 8,
    })
    fc.assert(
      fc.property(pieces, fc.string({ unit: 'grapheme', maxLength: 12 }), (content, next) => {
        const text = textWith((made) => {
          for (const piece of content) {
            if (piece === null) made.insertEmbed(made.length, { a: 1 })
            else if (piece !== '') made.insert(made.length, piece)
          }
        })
        editText(text, next)
        expect(wordsOf(text)).toBe(next)
      }),
    )
  })
})

test('a change is told in characters, without what is embedded', () => {
  const text = textWith((made) => {
    made.insert(0, 'abcdef')
    made.insertEmbed(0, {})
    made.insertEmbed(4, {})
  })
  const before = wordsOf(text)
  expect(changed(before, text, () => text.insertEmbed(0, {}))).toBe('abcdef')
  expect(
    changed(before, text, () =>
      text.doc?.transact(() => {
        text.insert(3, 'xy')
        text.delete(6, 3)
        text.insert(text.length, 'z')
      }),
    ),
  ).toBe(`a??b${wordsOf(text).slice(4, -1)}?`)
})
