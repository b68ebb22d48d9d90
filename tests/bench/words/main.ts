/**
 * `npm run bench -- words [--meetings N] [--seed N] [--editors ours,quill] [--write]`: how many words are lost when one changes
 * a paragraph while another types in it, in a thousand meetings of each kind if not told otherwise. Writes its tables into
 * docs/benchmarks.md when all editors have met a thousand times, or when it is told to.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { toCell, writeWords, type WordResults } from '../report/words.ts'
import { editors, type Contestant } from './editors.ts'
import { WAYS, type Way } from './meeting.ts'
import type { Line } from './tally.ts'

const USUAL = 1000
const text = { type: 'string' } as const
const { values } = parseArgs({
  options: { meetings: text, seed: text, editors: text, write: { type: 'boolean' } },
})
const meetings = Number(values.meetings ?? USUAL)
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))
const all = editors()
const chosen = all.filter(({ id }) => values.editors?.split(',').includes(id) ?? true)
const results: WordResults = {
  ...{ seed, meetings },
  editors: chosen.map(({ id, name }) => ({ id, name, tallies: { made: {}, undone: {} } })),
}
const begun = performance.now()
let failures = 0

console.log(`seed ${seed}: ${meetings} meetings of each kind`)
const waiting = WAYS.flatMap((way) => chosen.map((one) => ({ one, way })))
await Promise.all(Array.from({ length: availableParallelism() }, holdNext))
console.log(`It took ${Math.round((performance.now() - begun) / 1000)} s.`)
if (values.write === true || (meetings >= USUAL && chosen.length === all.length && failures === 0)) {
  console.log(`Written: ${writeWords(results)}`)
}
process.exit(failures === 0 ? 0 : 1)

async function holdNext(): Promise<void> {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await hold(next.one, next.way)
}

async function hold({ id, name, program }: Contestant, way: Way): Promise<void> {
  const tallies = results.editors.find((one) => one.id === id)?.tallies[way] ?? {}
  const args = [fileURLToPath(new URL('program.ts', import.meta.url)), program.href, way, `${seed}`, `${meetings}`]
  const env = { ...process.env, NODE_ENV: 'production' }
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'close')
  for await (const said of createInterface({ input: child.stdout })) {
    const { kind, tally } = JSON.parse(said) as Line // The program says nothing else.
    tallies[kind] = tally
    console.log(`${id.padEnd(10)} ${way.padEnd(7)} ${kind.padEnd(10)} ${toCell(tally)}`)
    if (tally.failure !== null) console.log(`  ! ${tally.failed} × ${tally.failure}`)
  }
  const [code] = (await ended) as [number | null] // As the event is defined.
  if (code === 0) return
  failures++
  console.log(`  ! ${name}, ${way}: the program ended with ${code}`)
}
