/** Tells a meeting that failed: what did not fit, the least that people must do for it, and what each of them shows then. */
import type { Transaction } from 'prosemirror-state'
import type { Meeting, Participant } from '../../packages/text/src/editor/meeting.test-suite.ts'
import { seededRandom } from '../../packages/testkit/src/random.ts'
import { hold } from './course.ts'
import { replay, shrink } from './shrink.ts'

export function tellFailure(seed: number, people: number, failure: Error): string[] {
  const kind = kindOf(failure)
  const shortest = shrink(numbersOf(seed, people), (numbers) => {
    const { failure: other } = hold(replay(numbers), people)
    return other !== null && kindOf(other) === kind
  })
  const story: string[] = []
  const held = hold(replay(shortest), people, (meeting) => watch(meeting, story))
  return [held.failure?.message ?? failure.message, ...story].map((line) => line.slice(0, 1000))
}

/** Which letter it is, and how a whole text differs, is another matter in a shorter course. */
const kindOf = ({ message }: Error): string => (message.split('\n')[0] ?? '').replace(/\d+/g, 'N')

/** All numbers that the meeting of a seed draws. */
function numbersOf(seed: number, people: number): number[] {
  const random = seededRandom(seed)
  const numbers: number[] = []
  hold(() => {
    const number = random()
    numbers.push(number)
    return number
  }, people)
  return numbers
}

/** Writes down what each does and hears of, as it happens. */
function watch(meeting: Meeting, story: string[]): void {
  const nameOf = (one: Participant): string => `person ${meeting.people.indexOf(one) + 1}`
  for (const one of meeting.people) {
    const [act, hear] = [one.do.bind(one), one.hear.bind(one)]
    one.do = (change): void => {
      act((tr) => noted(change(tr), nameOf(one), story))
      story.push(`  shows ${one.shown.toString()}`)
    }
    one.hear = (other): void => {
      story.push(`${nameOf(one)} hears of ${nameOf(other)}`)
      hear(other)
      story.push(`  shows ${one.shown.toString()}`)
    }
    one.undo.on('stack-item-popped', ({ type }: { type: string }) => story.push(`${nameOf(one)}: ${type}`))
  }
}

function noted(tr: Transaction, name: string, story: string[]): Transaction {
  for (const step of tr.steps) story.push(`${name}: ${JSON.stringify(step)}`)
  return tr
}
