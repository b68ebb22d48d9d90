/** S1, S12: whatever somebody has filled a room with, one who comes back with words of before finds them saved. */
import { deletionsAsGiven, openClient, openRaw } from '@briefboard/testkit'
import * as encoding from 'lib0/encoding'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { openWorld, roomOf } from './world.ts'

const noLimits = { MAX_WORK_PER_PERSON: '0', MAX_UPDATES_PER_SECOND: '0' }

test(
  'S1: a stock client comes back to a document in which 120,000 single letters were deleted, and sends all that it has',
  { timeout: 120_000 },
  async () => {
    await using world = await openWorld(noLimits)
    const { url } = world.server
    const room = roomOf('europe')
    const attacker = await openRaw({ url, room, token: world.tokens.officer })
    const filling = new Y.Doc()
    filling.getText('filling').insert(0, 'ab'.repeat(120_000))
    attacker.sendUpdate(Y.encodeStateAsUpdate(filling))
    const everySecond = Array.from({ length: 120_000 }, (_, at) => ({ clock: 2 * at + 1, length: 1 }))
    attacker.sendUpdate(deletionsAsGiven(filling.clientID, everySecond))
    expect(await attacker.mark()).toBe('saved')
    const first = openClient({ url, room, token: world.tokens.editor })
    await first.synced()
    const doc = new Y.Doc()
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(first.doc))
    first.close()
    doc.getText('own').insert(0, 'Written offline. ')
    const back = openClient({ url, room, token: world.tokens.editor, doc })
    await back.saved.whenSaved()
    const reader = openClient({ url, room, token: world.tokens.viewer })
    await reader.synced()
    expect(reader.doc.getText('own').toString()).toBe('Written offline. ')
    expect(reader.doc.getText('filling').length).toBe(120_000)
    for (const client of [attacker, back, reader]) client.close()
  },
)

test(
  'S3: one who wrote offline where 150,000 items have been put since, finds the words saved',
  { timeout: 180_000 },
  async () => {
    await using world = await openWorld(noLimits)
    const { url } = world.server
    const room = roomOf('europe')
    const before = openClient({ url, room, token: world.tokens.editor })
    await before.synced()
    before.doc.getText('t').insert(0, '[]')
    await before.saved.whenSaved()
    const doc = new Y.Doc()
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(before.doc))
    const { clientID } = before.doc
    before.close()
    doc.getText('t').insert(1, 'Between. ')
    const attacker = await openRaw({ url, room, token: world.tokens.officer })
    for (let frame = 0; frame < 30; frame++) attacker.sendUpdate(itemsBetween(5000, [clientID, 0], [clientID, 1]))
    expect(await attacker.mark()).toBe('saved')
    const back = openClient({ url, room, token: world.tokens.editor, doc })
    await back.saved.whenSaved()
    for (const client of [attacker, back]) client.close()
  },
)

/** Letters, each an item of its own, between two neighbours. */
function itemsBetween(count: number, left: [number, number], right: [number, number]): Uint8Array {
  const doc = new Y.Doc()
  const client = doc.clientID
  return encoding.encode((encoder) => {
    for (const head of [1, count, client, 0]) encoding.writeVarUint(encoder, head)
    for (let clock = 0; clock < count; clock++) {
      encoding.writeUint8(encoder, 0xc4)
      for (const number of [...(clock === 0 ? left : [client, clock - 1]), ...right])
        encoding.writeVarUint(encoder, number)
      encoding.writeVarString(encoder, 'a')
    }
    encoding.writeVarUint(encoder, 0)
  })
}
