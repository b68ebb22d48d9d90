/** S4, S6, S7: a room's log read back: which entries count, whose they are, and that a snapshot says the same. */
import { contentHash } from '@briefboard/protocol'
import type { Author, Entry, Loaded } from '@briefboard/store'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { applyStored } from './build-document.ts'
import { compactHistory, documentOf, readHistory } from './history.ts'
import { decodeState, encodeState } from './state.ts'

const loaded = (entries: readonly Omit<Entry, 'position'>[], snapshot: Loaded['snapshot'] = null): Loaded => {
  const first = (snapshot?.position ?? 0) + 1
  const numbered = entries.map((entry, at) => ({ ...entry, position: first + at }))
  return { epoch: 'e', snapshot, entries: numbered, position: first + entries.length - 1, damage: [] }
}

/** What somebody writes into a text that both know, as one update. */
function edit(author: Author, clientID: number, known: Uint8Array[], write: (text: Y.Text) => void) {
  const doc = Object.assign(new Y.Doc(), { clientID })
  for (const update of known) Y.applyUpdate(doc, update)
  const before = Y.encodeStateVector(doc)
  write(doc.getText('t'))
  return { author, update: Y.encodeStateAsUpdate(doc, before) }
}

async function textOf(history: Parameters<typeof documentOf>[0]): Promise<string> {
  return (await documentOf(history)).getText('t').toString()
}

describe('S4: the order of the log decides whose a client id is', () => {
  const anns = edit('ann', 7, [], (text) => text.insert(0, 'Ann’s'))
  const bobs = edit('bob', 7, [], (text) => text.insert(0, 'Bob’s own'))

  test.each([
    { order: [anns, bobs], text: 'Ann’s', owner: 'ann' },
    {
      order: [bobs, edit('ann', 7, [], (text) => text.insert(0, 'Ann’s, and longer'))],
      text: 'Bob’s own',
      owner: 'bob',
    },
  ])('$owner was first', async ({ order, text, owner }) => {
    const history = await readHistory(loaded(order))
    expect(await textOf(history)).toBe(text)
    expect([...history.ledger.owners]).toEqual([[7, owner]])
    expect(history.leftOut).toEqual([{ position: 2, author: order[1]?.author, why: 'not-yours' }])
  })

  test('what builds on something that does not count does not count either', async () => {
    const onBobs = edit('bob', 7, [bobs.update], (text) => text.insert(9, ', too'))
    const history = await readHistory(loaded([anns, bobs, onBobs]))
    expect(await textOf(history)).toBe('Ann’s')
    expect(history.leftOut.map(({ why }) => why)).toEqual(['not-yours', 'gap'])
  })

  test('a snapshot keeps it', async () => {
    const state = await compactHistory(await readHistory(loaded([anns])))
    const history = await readHistory(loaded([bobs], { position: 1, state }))
    expect(await textOf(history)).toBe('Ann’s')
    expect(history.leftOut).toMatchObject([{ position: 2, why: 'not-yours' }])
  })
})

test('S16: an entry that is no update is left out, and the rest is read', async () => {
  const first = edit('ann', 1, [], (text) => text.insert(0, 'one'))
  const second = edit('ann', 1, [first.update], (text) => text.insert(3, ' two'))
  const broken = { author: 'ann', update: Uint8Array.of(9, 9, 9) }
  const history = await readHistory(loaded([first, broken, second]))
  expect(await textOf(history)).toBe('one two')
  expect(history.leftOut).toEqual([{ position: 2, author: 'ann', why: 'malformed' }])
})

test('S7: snapshot and later entries say what the whole log says, wherever it is cut', async () => {
  const step = fc.record({
    who: fc.nat(2),
    at: fc.nat(50),
    text: fc.string({ minLength: 1, maxLength: 5 }),
    cut: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), fc.nat(), async (steps, cutAt) => {
      const log: { author: Author; update: Uint8Array }[] = []
      for (const { who, at, text, cut } of steps) {
        const known = log.map(({ update }) => update)
        const write = (shared: Y.Text): void => {
          if (cut && shared.length > 0) shared.delete(at % shared.length, 1)
          else shared.insert(at % (shared.length + 1), text)
        }
        log.push(edit(`person-${who}`, who + 1, known, write))
      }
      const cut = cutAt % (log.length + 1)
      const whole = await documentOf(await readHistory(loaded(log)))
      const state = await compactHistory(await readHistory(loaded(log.slice(0, cut))))
      const rest = await readHistory(loaded(log.slice(cut), { position: cut, state }))
      expect(rest.leftOut).toEqual([])
      const again = await documentOf(rest)
      // Rooms are read by their content; what is asked for by name first makes both alike.
      for (const doc of [whole, again]) doc.getText('t')
      expect(contentHash(again)).toBe(contentHash(whole))
      expect(rest.ledger.clocks).toEqual((await readHistory(loaded(log))).ledger.clocks)
    }),
    { numRuns: 40 },
  )
})

test('a snapshot of a later form is not read as if it were one of ours', async () => {
  const state = Uint8Array.from(encodeState({ ...decodeState(await compactHistory(await readHistory(loaded([])))) }))
  state[0] = 99
  await expect(readHistory(loaded([], { position: 1, state }))).rejects.toThrow('newer version')
})

test('S2: what is stored is applied as it is: nothing that Yjs would tidy up on hearing of it', () => {
  const begun = edit('ann', 1, [], (text) => text.insertEmbed(0, new Y.Text('xy')))
  const inner = (text: Y.Text): Y.Text => text.toDelta()[0].insert as Y.Text
  const bold = edit('ann', 2, [begun.update], (text) => inner(text).format(0, 1, { bold: true }))
  const without = edit('bob', 3, [begun.update], (text) => inner(text).delete(0, 1))
  const doc = new Y.Doc()
  for (const { update } of [begun, bold, without]) applyStored(doc, update)
  const { clients } = Y.createDeleteSetFromStructStore(doc.store)
  expect([...clients].map(([client, ranges]) => [client, ranges.length])).toEqual([[1, 1]])
})
