/** Somebody of any role who sends nonsense as frames of a room: makes good updates to spoil, and comes back whenever sent away. */
import { once } from 'node:events'
import { openRaw, pickFrom, type Random, type RawClient } from '@briefboard/testkit'
import * as Y from 'yjs'
import { drawFrame, type Material } from './frames.ts'

/** What all who attack have in common, whatever edge they come by. */
export interface Attacker {
  /** The client ids under which it writes. */
  readonly clients: readonly number[]
  /** Sends so many and waits until the server has read them. @throws Error if it does not answer */
  attack(count: number, others: Material): Promise<void>
  close(): void
}

export interface AttackerOptions {
  url: string
  room: string
  token: string
  random: Random
  /** The document as an honest neighbour has it: edits are made on top of it. */
  neighbour: () => Y.Doc
}

/** Good updates that are kept to be spoiled. */
const MATERIAL = 60
const ANSWER_WITHIN_MS = 20_000

export async function openAttacker({ url, room, token, random, neighbour }: AttackerOptions): Promise<Attacker> {
  const doc = new Y.Doc()
  const own: Uint8Array[] = []
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin === 'neighbour') return
    own.push(update)
    if (own.length > MATERIAL) own.shift()
  })
  let line: RawClient = await openRaw({ url, room, token })
  return {
    clients: [doc.clientID],
    async attack(frames, others) {
      if (line.socket.readyState !== line.socket.OPEN) line = await openRaw({ url, room, token })
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(neighbour()), 'neighbour')
      for (let edit = 0; edit < 8; edit++) makeEdit(doc, random)
      const material = { ...others, updates: [...own, ...others.updates] }
      for (let sent = 0; sent < frames; sent++) line.send(drawFrame(random, material))
      line.frames.length = 0
      await answered(line)
    },
    close: () => line.close(),
  }
}

/** Resolves when everything sent so far was read, or the connection has ended. */
async function answered(line: RawClient): Promise<void> {
  if (line.socket.readyState !== line.socket.OPEN) return
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS)
  line.socket.ping()
  await Promise.race([once(line.socket, 'pong', { signal }), line.closed])
}

/** Edits of all kinds that Yjs knows; nothing of anybody else's is deleted. */
function makeEdit(doc: Y.Doc, random: Random): void {
  const place = `attacker ${doc.clientID}`
  const edits: (() => void)[] = [
    () => doc.getText('chaos').insert(0, pickFrom(random, ['nonsense ', 'ünsinn 🦊', ''])),
    () =>
      doc
        .getMap(`${place} map`)
        .set(pickFrom(random, ['a', 'b']), pickFrom(random, [1, 'two', null, [3], { four: true }])),
    () => doc.getMap(`${place} map`).set('nested', new Y.Map([['deep', new Y.Array()]])),
    () => doc.getArray(`${place} list`).insert(0, [random(), new Uint8Array(3), 'x']),
    () => doc.getArray(`${place} list`).delete(0, Math.min(1, doc.getArray(`${place} list`).length)),
    () => doc.getText(`${place} text`).insert(0, 'bold', { bold: true }),
    () => doc.getText(`${place} text`).insertEmbed(0, { image: 'x' }),
    () => doc.getXmlFragment(`${place} xml`).insert(0, [new Y.XmlElement('paragraph'), new Y.XmlText('words')]),
  ]
  pickFrom(random, edits)()
}
