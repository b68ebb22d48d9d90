import { describe, expect, test } from 'vitest'
import { endingOf, interruptionOf } from './interruption.ts'
import { leastSafe, savedMeaning, savedWords, withLeftBehind } from './saved-words.ts'

const closed = (code: number) => ({ code })

describe('why the server closed a connection', () => {
  test('what passes by itself is told from its code, whatever the words', () => {
    expect(interruptionOf(closed(1012))).toBe('stopping')
    expect(interruptionOf(closed(4529))).toBe('too-many-rooms')
    expect(interruptionOf(closed(1013))).toBe('store-away')
    expect(interruptionOf(closed(4513))).toBe('behind')
    expect(interruptionOf(closed(1011))).toBe('fault')
    expect(interruptionOf(closed(1006))).toBeNull()
  })
  test('what does not pass leads somewhere', () => {
    expect([4401, 4403, 4404, 4409, 4400].map(endingOf)).toEqual([
      'signed-out',
      'access-ended',
      'gone',
      'history-changed',
      'refused',
    ])
  })
})

describe('S5: what the page promises', () => {
  test('what another page left on this device is not saved, whatever else is, and is named', () => {
    const saved = { kind: 'saved', level: 'flushed' } as const
    expect(withLeftBehind(saved, [])).toBe(saved)
    const sending = withLeftBehind(saved, ['Boats', 'Comments'])
    expect(savedWords(sending)).toBe('Sending what was left: Boats, Comments')
    expect(savedMeaning(sending)).toContain('Boats, Comments')
    const offline = withLeftBehind({ kind: 'offline' }, ['Boats'])
    expect(savedWords(offline)).toBe('On this device')
    expect(savedMeaning(offline)).toContain('Boats')
  })
  test('the least safe state, and of equal ones the one with a reason', () => {
    expect(leastSafe([{ kind: 'saved', level: 'flushed' }, { kind: 'on-device' }]).kind).toBe('on-device')
    expect(leastSafe([{ kind: 'offline' }, { kind: 'offline', because: 'stopping' }]).because).toBe('stopping')
  })
  test('says what happened and that it goes on by itself', () => {
    expect(savedWords({ kind: 'on-device', because: 'store-away' })).toBe('On this device: storage away')
    expect(savedWords({ kind: 'connecting', because: 'too-many-rooms' })).toBe('Waiting: too many pages open')
    expect(savedMeaning({ kind: 'offline', because: 'stopping' })).toMatch(
      /connects again by itself.*Nothing of yours waits/,
    )
  })
  test('what only this page has is less safe than what the device has, and never said to be on it', () => {
    const states = [{ kind: 'on-device' }, { kind: 'only-here', because: 'store-away' }, { kind: 'saving' }] as const
    const state = leastSafe(states)
    expect(savedWords(state)).toBe('Only on this page: storage away')
    expect(savedMeaning(state)).toMatch(/keeps no copy.*on this page only.*Do not close it/)
    const refused = { kind: 'refused', code: 'document-full', isOnlyHere: true } as const
    for (const said of [state, refused, { ...refused, code: 'not-yours', isLostThere: true } as const])
      expect(`${savedWords(said)} ${savedMeaning(said)}`).not.toMatch(/this device|kept in this browser/)
    expect(savedMeaning(refused)).toContain('on this page only')
  })
  test('edits on their way are not said to be anywhere yet, whatever the server said last', () => {
    const state = { kind: 'saving', because: 'store-away' } as const
    expect(savedWords(state)).toBe('Saving…')
    expect(savedMeaning(state)).not.toMatch(/this device|kept in this browser/)
  })
  test('a refusal is a sentence with what to do next', () =>
    expect(savedMeaning({ kind: 'refused', code: 'document-full' })).toMatch(
      /largest size.*safe on this device.*load the board’s version/,
    ))
  test('S6: text that only this page still has is no forbidden edit of the person who looks at it', () => {
    const state = { kind: 'refused', code: 'not-yours', isLostThere: true } as const
    expect(savedWords(state)).toBe('Only here: text that was lost')
    expect(savedMeaning(state)).toMatch(/cannot read parts.*safe on this device.*load the board’s version/)
    expect(savedMeaning({ kind: 'refused', code: 'not-yours' })).toContain('claims to be written by somebody else')
  })
})
