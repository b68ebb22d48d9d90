/** S4: whoever takes another's client id, by presence, by writing, or on another node, takes no words away and keeps nobody from writing. */
import { boardRoom } from '@briefboard/protocol'
import { openRedisStore } from '@briefboard/store'
import {
  forgedText,
  newClientId,
  openClient,
  openRaw,
  presenceFrame,
  startRedis,
  startServer,
  until,
  type SyncClient,
} from '@briefboard/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { HONEST, openArena, textOf, type Arena, type Scene } from './attack-scene.ts'
import { BOARD, roomOf, tokensFor } from './world.ts'

let arena: Arena
beforeAll(async () => void (arena = await openArena()))
afterAll(() => arena.close())

function openIn({ room }: Pick<Scene, 'room'>, role: 'viewer' | 'editor', doc = new Y.Doc()): SyncClient {
  return openClient({ url: arena.world.server.url, room, token: arena.world.tokens[role], doc })
}

const HERE = '{"card":null}'

/** An editor who has come, has been seen under a client id by all, and is offline now, writing. */
async function offlineWriter(scene: Scene, words: string): Promise<{ doc: Y.Doc; client: number }> {
  const doc = new Y.Doc()
  const line = openIn(scene, 'editor', doc)
  await line.synced()
  line.provider.awareness.setLocalState({ card: null })
  const client = doc.clientID
  await until('it is seen', () => scene.victim.provider.awareness.getStates().has(client))
  line.provider.disconnect()
  await until('it is gone', () => !scene.victim.provider.awareness.getStates().has(client))
  textOf(doc).insert(0, words)
  return { doc, client }
}

const OFFLINE = 'Written on a train. '

describe('S4: a client id that has been seen and not written with', () => {
  test('stays with its person, also while that one is offline: nobody else may write with it', () =>
    arena.underAttack(async (scene) => {
      const { doc, client } = await offlineWriter(scene, OFFLINE)
      const taken = forgedText(scene.victim.doc, client, 'text', 'x'.repeat(100))
      await arena.expectRefused(scene, taken, 'not-yours')
      const back = openIn(scene, 'editor', doc)
      await back.saved.whenSaved()
      await until('the words have come', () => textOf(scene.victim.doc).toString().includes(OFFLINE))
      back.close()
    }))

  test('is not taken by who has nothing to say but what it has heard of them, also after they have gone', () =>
    arena.underAttack(async (scene) => {
      const person = { id: 'somebody-else', name: 'Somebody else', color: '#7c5cc4' }
      const doc = new Y.Doc()
      scene.attacker.send(presenceFrame(doc.clientID, 7, JSON.stringify({ user: person, card: null })))
      await scene.attacker.mark()
      textOf(doc).insert(0, OFFLINE)
      const author = openIn(scene, 'editor', doc)
      await author.saved.whenSaved()
      await until('the words have come', () => textOf(scene.victim.doc).toString().includes(OFFLINE))
      author.close()
    }))

  test('a viewer’s presence under it, before or after its own, keeps nobody from writing, nor ends its presence', () =>
    arena.underAttack(async () => {
      // A room that viewers are in.
      const scene = { room: boardRoom(BOARD) }
      const { url } = arena.world.server
      const viewer = await openRaw({ url, room: scene.room, token: arena.world.tokens.viewer })
      const doc = new Y.Doc()
      viewer.send(presenceFrame(doc.clientID, 5, HERE))
      expect(await viewer.mark()).toBe('saved')
      const editor = openIn(scene, 'editor', doc)
      await editor.synced()
      editor.provider.awareness.setLocalState({ card: null })
      viewer.send(presenceFrame(doc.clientID, 9, HERE))
      textOf(doc).insert(0, 'First words. ')
      await editor.saved.whenSaved()
      viewer.close()
      await viewer.closed
      const seen = openIn(scene, 'viewer')
      await until('it is here', () => seen.provider.awareness.getStates().has(doc.clientID))
      for (const client of [editor, seen]) client.close()
    }))

  test('taken all the same, as after a restart: its author hears that the words are not stored, and keeps them', () =>
    arena.underAttack(async (scene) => {
      // Nobody has seen it here: the server cannot know whose it is.
      const doc = new Y.Doc()
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(scene.victim.doc))
      textOf(doc).insert(0, OFFLINE)
      scene.attacker.sendUpdate(forgedText(scene.victim.doc, doc.clientID, 'text', 'x'.repeat(100)))
      expect(await scene.attacker.mark()).toBe('saved')
      const back = openIn(scene, 'editor', doc)
      await expect(back.saved.whenSaved()).rejects.toThrow('not-yours')
      back.close()
    }))

  test('taken, and the words in it deleted again: no proof that the author’s own are stored', () =>
    arena.underAttack(async (scene) => {
      const doc = new Y.Doc()
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(scene.victim.doc))
      const thief = Object.assign(new Y.Doc(), { clientID: doc.clientID })
      Y.applyUpdate(thief, Y.encodeStateAsUpdate(scene.victim.doc))
      textOf(doc).insert(0, OFFLINE)
      textOf(thief).insert(0, 'x'.repeat(100))
      textOf(thief).delete(0, 100)
      scene.attacker.sendUpdate(Y.encodeStateAsUpdate(thief))
      expect(await scene.attacker.mark()).toBe('saved')
      const back = openIn(scene, 'editor', doc)
      await expect(back.saved.whenSaved()).rejects.toThrow('not-yours')
      back.close()
    }))
})

test('S4: what is repeated as it is stored is known, whoever repeats it, also in part and after deletions', () =>
  arena.underAttack(async (scene) => {
    const { doc } = scene.victim
    textOf(doc).insert(3, '🦊 and more')
    doc.getMap('fields').set('list', [1, 2.5, null, { a: [true] }, new Uint8Array(3)])
    doc.getXmlFragment('x').insert(0, [new Y.XmlElement('p'), new Y.XmlText('w')])
    textOf(doc).format(0, 4, { bold: true })
    await scene.victim.saved.whenSaved()
    scene.attacker.sendUpdate(Y.encodeStateAsUpdate(doc), 1)
    expect(await scene.attacker.mark()).toBe('saved')
    const before = Y.encodeStateAsUpdate(doc)
    textOf(doc).delete(0, 6)
    await scene.victim.saved.whenSaved()
    const own = await openRaw({
      url: arena.world.server.url,
      room: scene.room,
      token: arena.world.tokens.editor,
    })
    own.sendUpdate(before, 1)
    expect(await own.mark(), 'its own deleted words are no loss').toBe('saved')
    textOf(doc).insert(0, HONEST)
    await scene.victim.saved.whenSaved()
    own.close()
  }))

test(
  'S4: two people with one unused client id on two nodes: one hears saved and is there, the other hears that it is not stored',
  { timeout: 120_000 },
  async () => {
    const redis = await startRedis()
    const settings = { PORT: '0', REDIS_URL: redis.url }
    const nodes = await Promise.all([startServer(settings), startServer(settings)])
    try {
      const store = await openRedisStore({ url: redis.url })
      const tokens = await tokensFor(store)
      const room = roomOf('europe')
      const lines = await Promise.all([
        openRaw({ url: nodes[0].url, room, token: tokens.editor }),
        openRaw({ url: nodes[1].url, room, token: tokens.officer }),
      ])
      for (const line of lines) expect(await line.mark()).toBe('saved')
      for (let attempt = 0; attempt < 20; attempt++) {
        const client = newClientId()
        const words = [`first ${attempt};`, `other ${attempt};`]
        const answers = await Promise.all(
          lines.map((line, at) => {
            line.sendUpdate(forgedText(new Y.Doc(), client, 'race', words[at] ?? ''))
            return line.mark()
          }),
        )
        const reader = openClient({ url: nodes[0].url, room, token: tokens.viewer })
        await reader.synced()
        const text = reader.doc.getText('race').toString()
        for (const [at, answer] of answers.entries())
          expect(text.includes(words[at] ?? ''), `${answer}: ${words[at]}`).toBe(answer === 'saved')
        expect(answers.filter((answer) => answer === 'saved')).toHaveLength(1)
        reader.close()
        // A refusal stays with its connection: each attempt has new ones.
        for (const [at, line] of lines.entries()) {
          line.close()
          lines[at] = await openRaw({
            url: nodes[at]?.url ?? '',
            room,
            token: at === 0 ? tokens.editor : tokens.officer,
          })
          await lines[at].mark()
        }
      }
      for (const line of lines) line.close()
      await store.close()
    } finally {
      await Promise.all(nodes.map((node) => node.kill('SIGTERM')))
      await redis.stop()
    }
  },
)
