/** What a document takes in memory is never far above what its scan says, whatever it is made of. */
import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { memoryOf } from './memory.ts'
import { scanUpdate } from './scan.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void // V8 gives it to a context that is made after the flag.

const COUNT = 4000
const EMPTY_DOCUMENT = 32 * 1024
const times = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at))
const values = (make: (at: number) => unknown) => (doc: Y.Doc) => doc.getArray('list').push(times(COUNT, make))
const each = (change: (doc: Y.Doc, at: number) => void) => (doc: Y.Doc) =>
  times(COUNT, (at) => doc.transact(() => change(doc, at)))

const FORMS: Record<string, (doc: Y.Doc) => void> = {
  'values: nulls': values(() => null),
  'values: numbers': values((at) => at * 1.5),
  'values: texts': values((at) => `text ${at}`),
  'values: objects of one key': values((at) => ({ key: at })),
  'values: objects with keys of their own': values((at) => ({ [`key ${at}`]: at })),
  'values: objects with thirty keys of their own': values((at) =>
    Object.fromEntries(times(30, (key) => [`${at} ${key}`, key])),
  ),
  'values: objects whose keys are numbers': values(() => ({ 1023: null, 2575: null })),
  'values: objects whose keys are numbers, one': values(() => ({ 900: null })),
  'values: objects whose keys are numbers, three': values(() => ({ 1023: 0, 2575: 0, 4900: 0 })),
  'values: objects whose keys are great numbers': values((at) => ({ [at * 5000]: at })),
  'values: empty lists': values(() => []),
  'values: lists in lists': values(() => [[[[[]]]]]),
  'values: bytes': values(() => new Uint8Array(1)),
  'values: bytes in a content of their own': (doc) => doc.getArray('list').push(times(COUNT, () => new Uint8Array(1))),
  'values: objects whose keys are any numbers': values((at) => ({ [at % 1200]: 0, [(at * 7) % 4000]: 0 })),
  'one value that is a long list': (doc) => doc.getArray('list').push([times(COUNT * 10, () => null)]),
  'one value of one long text': (doc) => doc.getArray('list').push(['x'.repeat(COUNT * 100)]),
  'one value of one long text of two bytes': (doc) => doc.getArray('list').push(['я'.repeat(COUNT * 100)]),
  'a map of numbers': each((doc, at) => doc.getMap('map').set(`key ${at}`, at)),
  'a map whose keys are numbers': each((doc, at) => doc.getMap('map').set(`${at * 1000}`, at)),
  'one key again and again': each((doc, at) => doc.getMap('map').set('key', at)),
  'maps in a list': each((doc) => doc.getArray('list').push([new Y.Map()])),
  'maps with one key in a list': each((doc) => doc.getArray('list').push([new Y.Map([['key', 1]])])),
  'texts in a map': each((doc, at) => doc.getMap('map').set(`key ${at}`, new Y.Text('x'))),
  'lists in a list': each((doc) => doc.getArray('list').push([new Y.Array()])),
  'elements with an attribute': each((doc, at) => {
    const element = new Y.XmlElement('paragraph')
    element.setAttribute('name', `${at}`)
    doc.getXmlFragment('xml').push([element])
  }),
  'letters one after the other': each((doc, at) => doc.getText('text').insert(at, 'x')),
  'letters one before the other': each((doc) => doc.getText('text').insert(0, 'x')),
  'letters, each of a format of its own': each((doc, at) => doc.getText('text').insert(0, 'x', { size: at })),
  embeds: each((doc, at) => doc.getText('text').insertEmbed(0, { at })),
  'embeds whose keys are numbers': each((doc) => doc.getText('text').insertEmbed(0, { 1023: 0, 2575: 0 })),
  'letters of which every other is deleted': (doc) => {
    doc.getText('text').insert(0, 'x'.repeat(COUNT * 2))
    doc.transact(() => times(COUNT, (at) => doc.getText('text').delete(at, 1)))
  },
  roots: each((doc, at) => doc.getArray(`list ${at}`).push([at])),
  clients: (doc) => {
    times(COUNT, (at) => {
      const other = new Y.Doc()
      other.clientID = at + 1
      other.getArray('list').push([at])
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(other))
    })
  },
}

test.each(Object.entries(FORMS))('%s', async (_, write) => {
  const doc = new Y.Doc()
  write(doc)
  const update = Y.encodeStateAsUpdate(doc)
  await takenBy(update)
  const taken = [await takenBy(update), await takenBy(update), await takenBy(update)]
  expect(Math.min(...taken)).toBeLessThan(EMPTY_DOCUMENT + memoryOf(scanUpdate(update)))
})

/** In bytes. What the runtime does for itself meanwhile counts too, so that the least of several is nearest. */
async function takenBy(update: Uint8Array): Promise<number> {
  const before = await used()
  const copy = new Y.Doc()
  Y.applyUpdate(copy, update)
  const taken = (await used()) - before
  expect(copy.share.size).toBeGreaterThan(0)
  return taken
}

/** In bytes, when all that nobody needs any more is gone: buffers go after the next turn. */
async function used(): Promise<number> {
  for (let time = 0; time < 3; time++) {
    collect()
    await setImmediate()
  }
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
