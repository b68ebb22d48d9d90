/** Runs in a thread of its own: reads the documents that it is sent, one after another. */
import { parentPort } from 'node:worker_threads'
import { guessIdentity, identityWarnings } from '../identity.ts'
import type { ReadReport } from '../model.ts'
import { readSource } from '../read-source.ts'
import { normalizeSymbol } from '../symbols.ts'
import { openDocument } from './open-document.ts'
import { expectFewParts } from './parts.ts'
import type { Reading, ThreadAnswer, ThreadInput } from './reading-thread.ts'
import { toMessage } from './unreadable.ts'

if (parentPort === null) throw new Error('This file is started by readReportInWorker, not by itself.')
const port = parentPort
const answer = (message: ThreadAnswer): void => port.postMessage(message)

port.on('message', (input: ThreadInput) => {
  read(input).then(
    (reading) => answer({ kind: 'read', reading }),
    (error: unknown) => answer({ kind: 'failed', error: toMessage(error) }),
  )
})

async function read({ bytes, name, hints, limits }: ThreadInput): Promise<Reading> {
  const source = await openDocument(bytes, name, limits)
  const unasked = expectFewParts(readSource(source), name)
  const { symbol: ownSymbol } = unasked
  const given = hints.symbol === undefined ? null : normalizeSymbol(hints.symbol)
  if (given === null || given === ownSymbol) return { report: unasked, ownSymbol }
  return { report: ownSymbol === null ? named(unasked, given) : readSource(source, hints), ownSymbol }
}

/** What a reading with the symbol would give, without reading a long document twice. */
function named(unasked: ReadReport, symbol: string): ReadReport {
  const guess = guessIdentity({ ...unasked, symbol })
  const asked = identityWarnings(unasked, unasked.guess)
  const left = identityWarnings({ ...unasked, symbol }, guess)
  const at = unasked.warnings.indexOf(asked[0] ?? '')
  return {
    ...{ ...unasked, symbol, guess, warnings: unasked.warnings.toSpliced(at, asked.length, ...left) },
    references: unasked.references.filter((reference) => reference.symbol !== symbol),
  }
}
