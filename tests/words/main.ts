/**
 * `npm run words -- [--operations N] [--seed N] [--people N]`: the property test of packages/text at length, a million
 * operations of three people if not told otherwise. Each meeting has a seed of its own, one more than the one before, so that
 * a meeting that fails can be held again alone. Ends with 1 at the first one that fails, with the least that fails in the
 * same way.
 */
import { parseArgs } from 'node:util'
import { holdMeeting, seedOf } from './course.ts'
import { tellFailure } from './failure.ts'

const PROGRESS_MS = 10_000

const text = { type: 'string' } as const
const { values } = parseArgs({ options: { operations: text, seed: text, people: text } })
const wanted = wholeNumber('operations', values.operations, 1_000_000)
const people = wholeNumber('people', values.people, 3)
const seed = wholeNumber('seed', values.seed, Math.floor(Math.random() * 2 ** 31))
const began = performance.now()
let told = began
let operations = 0
let meetings = 0

console.log(`seed ${seed}: ${wanted.toLocaleString('en')} operations, ${people} people`)
while (operations < wanted) {
  const own = seedOf(seed, meetings)
  const { failure, operations: done } = holdMeeting(own, people)
  meetings++
  operations += done
  if (failure !== null) {
    console.log(`${progress()}; the meeting of seed ${own} fails:`)
    for (const line of tellFailure(own, people, failure)) console.log(`  ${line}`)
    console.log(`Again: npm run words -- --seed ${own} --people ${people} --operations 1`)
    process.exit(1)
  }
  if (performance.now() - told > PROGRESS_MS) {
    told = performance.now()
    console.log(progress())
  }
}
console.log(`${progress()}: every letter is there, once, in its order, and all copies say the same`)

function progress(): string {
  const seconds = ((performance.now() - began) / 1000).toFixed(0)
  return `${operations.toLocaleString('en')} operations in ${meetings.toLocaleString('en')} meetings, ${seconds} s`
}

function wholeNumber(name: string, given: string | undefined, otherwise: number): number {
  const value = Number(given ?? otherwise)
  if (Number.isSafeInteger(value) && value >= 1) return value
  console.error(`--${name} ${given} is no whole number from 1 on.`)
  process.exit(2)
}
