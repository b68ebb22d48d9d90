/**
 * Holds the meetings of one editor, in a program of its own: it has a Yjs and a page of its own. Says a line for each kind.
 * `node program.ts <module of the editor> <way> <seed> <meetings of each kind>`
 */
import { between, seededRandom } from '../../../packages/testkit/src/random.ts'
import { stopClock } from './clock.ts'
import { CHANGES, type ChangeKind, type Editor, type Person } from './editor.ts'
import { meet, openPair, WAYS, type Way } from './meeting.ts'
import { add, newTally, type Line, type Tally } from './tally.ts'

/** Opening an editor takes longer than a meeting. */
const MEETINGS_OF_A_PAIR = 50

const [program = '', given = '', seed = '', meetings = ''] = process.argv.slice(2)
const letTimePass = stopClock()
const editor = (await import(program)) as Editor // Each of them gives one.
const way = WAYS.find((one) => one === given)
if (way === undefined) throw new Error(`There is no way ${given}.`)
for (const kind of CHANGES) {
  if (!editor.changes.includes(kind) || isSenseless(way, kind)) continue
  const line: Line = { kind, tally: await hold(way, kind) }
  process.stdout.write(`${JSON.stringify(line)}\n`)
}
process.exit(0)

/** Nobody types in a paragraph that is not there. */
function isSenseless(way: Way, kind: ChangeKind): boolean {
  return way === 'undone' && kind === 'delete'
}

/** The same seed gives every editor the same texts, words and places. */
async function hold(way: Way, kind: ChangeKind): Promise<Tally> {
  const tally = newTally()
  const clients = seededRandom(Number(seed))
  let pair: [Person, Person] | null = null
  const part = (): void => {
    pair?.forEach((one) => one.close())
    pair = null
  }
  for (; tally.meetings < Number(meetings); tally.meetings++) {
    if (tally.meetings % MEETINGS_OF_A_PAIR === 0) part()
    pair ??= openPair(editor, between(clients, 1, 2 ** 30))
    letTimePass()
    try {
      const outcome = await meet(pair, kind, way, seededRandom(Number(seed) + tally.meetings))
      add(tally, outcome)
      if (outcome.differs) part()
    } catch (error) {
      tally.failed++
      tally.failure ??= error instanceof Error ? error.message : String(error)
      part()
    }
  }
  part()
  return tally
}
