import { readPresenceState } from '@briefboard/protocol'
import * as encoding from 'lib0/encoding'
import { Awareness } from 'y-protocols/awareness'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { takeIn } from './presence-filter.ts'

let doc: Y.Doc
let awareness: Awareness
let told: number
beforeEach(() => {
  doc = new Y.Doc()
  awareness = new Awareness(doc)
  awareness.setLocalState({ card: 'europe' })
  told = 0
  awareness.on('change', () => told++)
})
afterEach(() => awareness.destroy())

type Said = [client: number, clock: number, json: string]

function frame(said: Said[], count = said.length): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, count)
    for (const [client, clock, json] of said) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarString(encoder, json)
    }
  })
}

const take = (...said: Said[]): void => takeIn(awareness, frame(said), 'the wire')
const stateOf = (client: number): unknown => awareness.getStates().get(client)

const PLACE = { type: null, tname: 'assessment', item: null, assoc: -1 }
const GOOD = {
  user: { id: 'p1', name: 'Ben', color: '#305500' },
  card: 'europe',
  cursor: { anchor: PLACE, head: PLACE },
}

describe('S11: what others say of themselves', () => {
  test('a good state comes in as it is, and goes with its client', () => {
    take([7, 1, JSON.stringify(GOOD)])
    expect(stateOf(7)).toEqual(readPresenceState(GOOD))
    take([7, 2, 'null'])
    expect(stateOf(7)).toBeUndefined()
  })

  test.each([
    { cursor: { anchor: null, head: null } },
    { cursor: { anchor: {}, head: {} } },
    { cursor: { anchor: { tname: 'another' }, head: PLACE } },
    { cursor: { anchor: { item: { client: -1, clock: 0.5 } }, head: PLACE } },
    { cursor: 7, user: { id: 'p', name: {}, color: 'url(x)' }, card: 7, more: [] },
  ])('a caret that is none stays outside, its client is here all the same: %j', (state) => {
    take([7, 1, JSON.stringify(state)])
    expect(stateOf(7)).toEqual({ card: null })
  })

  test('one that cannot be read leaves all out, and nothing is thrown', () => {
    const endless = [...Array<number>(147).fill(0x80), 1]
    for (const update of [
      new Uint8Array(),
      new Uint8Array(endless),
      new Uint8Array([1, ...endless, 1, 2, 0x7b, 0x7d]),
      new Uint8Array([1, 7, ...endless, 2, 0x7b, 0x7d]),
      frame([[7, 1, '{"card":']]),
      frame([[7, 1, JSON.stringify(GOOD)]], 2),
      frame([[7, 1, '['.repeat(200_000)]]),
    ])
      takeIn(awareness, update, 'the wire')
    expect([...awareness.getStates().keys()]).toEqual([doc.clientID])
    expect(told).toBe(0)
  })

  test('nobody speaks in this page’s name', () => {
    take([doc.clientID, 90, '{"card":null}'], [doc.clientID, Number.MAX_SAFE_INTEGER, 'null'])
    expect(awareness.getLocalState()).toEqual({ card: 'europe' })
    awareness.setLocalState({ card: 'returnees' })
    expect(awareness.meta.get(doc.clientID)?.clock).toBe(2)
  })
})
