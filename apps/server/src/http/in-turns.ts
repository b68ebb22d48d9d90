/**
 * Requests of one payer, a few at a time and as fast as the budget allows (S12). What a request costs is how long this process was
 * busy meanwhile, shared among all that were under way: work is done in pieces, and nobody can say whose each piece was.
 */
import type { IncomingMessage } from 'node:http'
import { performance } from 'node:perf_hooks'
import { Refusal } from '@briefboard/protocol'
import type { RequestHandler, Response } from 'express'
import type { Payer } from '../limits/payer.ts'
import { Turns } from '../limits/turns.ts'
import type { Metrics } from '../metrics.ts'

/** A page has some fifty files, and a browser may ask for all at once. */
const TURNS = { atOnce: 4, mostWaiting: 250 }
/** What receiving and answering costs beside the work, in ms. */
const REQUEST_MS = 0.3
/** The first page after a start takes a second, and no longer again: that is nobody's doing. */
const MOST_MS = 50
/** One that takes longer waits for a document, a thread or its reader, and lets others begin. */
const LONGEST_TURN_MS = 3000
/** Most of what is done in so long a time is done for others. */
const MOST_OF_A_LONG_ONE_MS = 30
/** A body of so many bytes has come before its request takes a turn: who sends it slowly keeps nobody else from one. */
const SHORT_BODY = 16 * 1024
const SHORT_BODY_MS = 10_000
/** Answers of one payer that are not read to their end are held in memory. */
const MOST_OPEN = 500

export interface InTurnsOptions {
  payerOf: (request: IncomingMessage) => Payer | Promise<Payer>
  metrics: Pick<Metrics, 'throttled'>
}

export function inTurns({ payerOf, metrics }: InTurnsOptions): RequestHandler {
  const turns = new Turns(TURNS)
  const open = new Map<string, number>()
  const load = openLoad()
  return async (request, response, next) => {
    const payer = await payerOf(request)
    if (payer.isOverdrawn) metrics.throttled('requests')
    const count = (by: number): void => {
      const left = (open.get(payer.name) ?? 0) + by
      if (left > 0) open.set(payer.name, left)
      else open.delete(payer.name)
    }
    if ((open.get(payer.name) ?? 0) >= MOST_OPEN) throw new Refusal('slow-down')
    count(1)
    response.once('close', () => count(-1))
    if (!(await shortBodyHasCome(request))) {
      if (response.closed) return
      response.set('Connection', 'close')
      throw new Refusal('bad-request', 'The request’s body did not come within ten seconds. Send it again.')
    }
    const turn = turns.enter(payer)
    if (turn === null) throw new Refusal('slow-down')
    const done = await turn
    if (response.closed) return done(REQUEST_MS)
    const cost = load.begin()
    whenWorkIsDone(response, (isLate) => done(REQUEST_MS + Math.min(cost(), isLate ? MOST_OF_A_LONG_ONE_MS : MOST_MS)))
    next()
  }
}

/** True at once where there is none, or a long one, which is read as it comes. */
async function shortBodyHasCome(request: IncomingMessage): Promise<boolean> {
  const length = Number(request.headers['content-length'] ?? 0)
  const isHere = (): boolean => request.readableLength >= length || request.complete
  if (!(length > 0 && length <= SHORT_BODY) || isHere()) return true
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const look = (): void => void (isHere() && resolve(true))
  const gone = (): void => resolve(false)
  const late = setTimeout(gone, SHORT_BODY_MS)
  request.on('readable', look).once('close', gone)
  const hasCome = await promise
  clearTimeout(late)
  request.off('readable', look).off('close', gone)
  // A stream flows again a moment after nobody waits for it to be readable.
  await new Promise((resume) => setImmediate(resume))
  return hasCome
}

/** For work of a request that is one person's alone, and may be long: gives what takes each stretch of it, in ms. */
export function payBeyondRequest(payer: Payer): (ms: number) => void {
  let paid = MOST_MS
  return (ms) => {
    payer.spend(Math.max(0, ms - paid))
    paid = Math.max(0, paid - ms)
  }
}

/** When all of the answer is there, whether anybody takes it or not. */
function whenWorkIsDone(response: Response, done: (isLate: boolean) => void): void {
  const late = setTimeout(() => done(true), LONGEST_TURN_MS)
  const end = (): void => {
    clearTimeout(late)
    done(false)
  }
  response.once('prefinish', end)
  response.once('close', end)
}

/** What is under way, and how busy that keeps this process. */
function openLoad(): { begin(): () => number } {
  let underWay = 0
  return {
    begin() {
      const company = ++underWay
      const before = performance.eventLoopUtilization()
      let isOver = false
      return () => {
        if (isOver) return 0
        isOver = true
        return performance.eventLoopUtilization(before).active / Math.max(company, underWay--)
      }
    },
  }
}
