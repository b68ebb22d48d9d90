import { REFUSALS } from '@briefboard/protocol'
import { describe, expect, test } from 'vitest'
import { endingOf, interruptionOf } from './interruption.ts'
import { leastSafe, savedMeaning, savedWords } from './saved-words.ts'

const closed = (code: number, reason = '') => ({ code, reason })

describe('why the server closed a connection', () => {
  test('what passes by itself is told from its code and reason', () => {
    const storeAway = REFUSALS['store-away']
    expect(interruptionOf(closed(1012, 'The server is restarting.'))).toBe('stopping')
    expect(interruptionOf(closed(4529))).toBe('too-many-rooms')
    expect(interruptionOf(closed(1013, storeAway.title.slice(0, 120)))).toBe('store-away')
    expect(interruptionOf(closed(1013, 'Too far behind; come back for the rest.'))).toBe('behind')
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
