/**
 * Our scan against Yjs (S3): generated and spoiled updates, read by both. What one takes and the other does not is a
 * fault, but for what the scan forbids by name; and what the gate accepts, Yjs applies, whole.
 */
import { Ledger } from '@briefboard/library'
import { contentHash, Malformed, scanUpdate } from '@briefboard/protocol'
import { between, pickFrom, randomUpdate, seededRandom, spoil, type Random } from '@briefboard/testkit'
import * as Y from 'yjs'
import { Gate } from '../../apps/server/src/sync/gate.ts'

export interface DifferentialReport {
  updates: number
  /** How many were sound; how many the gate accepted. */
  sound: number
  accepted: number
  /** In words, with the update in base64; empty if all is well. */
  problems: string[]
}

const MOST_PROBLEMS = 20

export function compareReaders({ seed, updates }: { seed: number; updates: number }): DifferentialReport {
  const random = seededRandom(seed)
  const report: DifferentialReport = { updates: 0, sound: 0, accepted: 0, problems: [] }
  let written = writtenUpdates(random)
  for (; report.updates < updates && report.problems.length < MOST_PROBLEMS; report.updates++) {
    if (report.updates % 1000 === 999) written = writtenUpdates(random)
    const update = draw(random, written)
    try {
      compare(update, report)
    } catch (error) {
      report.problems.push(`${String(error)}: ${Buffer.from(update).toString('base64')}`)
    }
  }
  return report
}

function draw(random: Random, written: readonly Uint8Array[]): Uint8Array {
  const update = random() < 0.6 ? randomUpdate(random) : pickFrom(random, written)
  return Uint8Array.from(random() < 0.5 ? update : spoil(random, update))
}

/** @throws Error in words where the two differ */
function compare(update: Uint8Array, report: DifferentialReport): void {
  const [ours, theirs] = [attempt(() => scanUpdate(update)), attempt(() => Y.decodeUpdate(update))]
  if ('error' in ours) {
    if (!(ours.error instanceof Malformed)) throw new Error(`The scan throws ${String(ours.error)}`)
    if (ours.error.kind === 'unreadable' && !('error' in theirs))
      throw new Error(`Only Yjs reads it, and the scan says ${ours.error.message}`)
    return
  }
  if ('error' in theirs) throw new Error(`Only the scan reads it, and Yjs says ${String(theirs.error)}`)
  report.sound++
  const found = ours.value.sections.flatMap(({ client, structs }) =>
    structs.map(({ clock, length }) => [client, clock, length].join()),
  )
  const expected = theirs.value.structs.map(({ id, length }) => [id.client, id.clock, length].join())
  if (found.join(' ') !== expected.join(' ')) throw new Error('The scan and Yjs find other structs')
  if (isAccepted(update)) {
    report.accepted++
    expectApplied(update)
  }
}

/** By a gate before an empty document. */
function isAccepted(update: Uint8Array): boolean {
  const doc = new Y.Doc()
  const gate = new Gate(new Ledger(), () => doc)
  const asked = gate.judge(update, 'somebody')
  if (asked.kind === 'unasked') gate.learn(update, asked.clients, new Map())
  const verdict = gate.judge(update, 'somebody')
  return verdict.kind === 'accept' && verdict.isWhole
}

/** What is accepted is applied, nothing of it waits, and it can be written, read and hashed again. */
function expectApplied(update: Uint8Array): void {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, update)
  if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) throw new Error('Some of it waits in Yjs')
  const hash = contentHash(doc)
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Uint8Array.from(scanUpdate(Y.encodeStateAsUpdate(doc)).update))
  if (contentHash(copy) !== hash) throw new Error('What Yjs writes of it reads otherwise')
}

type Attempt<T> = { value: T } | { error: unknown }

function attempt<T>(work: () => T): Attempt<T> {
  try {
    return { value: work() }
  } catch (error) {
    return { error }
  }
}

/** What editors write, in all kinds of content that Yjs has. */
function writtenUpdates(random: Random): Uint8Array[] {
  const updates: Uint8Array[] = []
  const doc = Object.assign(new Y.Doc(), { clientID: between(random, 1, 2 ** 32 - 1) })
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const text = doc.getText('t')
  for (let edit = 0; edit < 30; edit++) {
    const at = between(random, 0, text.length)
    pickFrom(random, [
      () => text.insert(at, pickFrom(random, ['a', 'ünï 🦊', 'x'.repeat(300)])),
      () => text.delete(at, Math.min(2, text.length - at)),
      () => text.format(0, at, { bold: pickFrom(random, [true, null, { deep: [1] }]) }),
      () => text.insertEmbed(at, { image: 'x' }),
      () =>
        doc
          .getMap('m')
          .set(
            pickFrom(random, ['a', '__proto__']),
            pickFrom<unknown>(random, [1.5, 2n ** 40n, null, [undefined], -7]),
          ),
      () => doc.getArray('a').insert(0, [new Y.Map([['k', new Y.Text('w')]]), new Uint8Array(3), { o: 1 }]),
      () => doc.getXmlFragment('x').insert(0, [new Y.XmlElement('p'), new Y.XmlText('w')]),
    ])()
  }
  return [...updates, Y.encodeStateAsUpdate(doc), Y.mergeUpdates(updates)]
}
