/**
 * `npm run fuzz -- [--updates N] [--frames N] [--seed N] [--gap MS]`: a million generated updates, read by our scan and by Yjs; then a
 * million frames, events and requests against a running server, whose neighbours wait for 50 ms at most; if not told
 * otherwise. Where other programs run meanwhile, give them longer.
 */
import { parseArgs } from 'node:util'
import { runFuzz } from './course.ts'
import { compareReaders } from './differential.ts'

const { values } = parseArgs({
  options: {
    ...{ updates: { type: 'string' }, frames: { type: 'string' }, seed: { type: 'string' }, gap: { type: 'string' } },
  },
})
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))
const problems = [...compare(Number(values.updates ?? 1_000_000)), ...(await storm(Number(values.frames ?? 1_000_000)))]
for (const problem of problems.slice(0, 20)) console.log(`  ${problem.slice(0, 1000)}`)
if (problems.length > 0) console.log(`Again: npm run fuzz -- --seed ${seed}`)
process.exit(problems.length === 0 ? 0 : 1)

function compare(updates: number): string[] {
  const began = performance.now()
  const report = compareReaders({ seed, updates })
  const seconds = ((performance.now() - began) / 1000).toFixed(0)
  console.log(
    `seed ${seed}: ${report.updates} updates read twice in ${seconds} s: ${report.sound} sound, ${report.accepted} accepted`,
  )
  return report.problems
}

async function storm(frames: number): Promise<string[]> {
  if (frames === 0) return []
  const report = await runFuzz({
    seed,
    frames,
    mostGapMs: Number(values.gap ?? 50),
    onRound: (line) => console.log(line),
  })
  const { seconds, saved, longestGapMs } = report
  console.log(
    `${report.frames} frames, events and requests in ${seconds.toFixed(0)} s; ${saved} honest edits saved; ` +
      `a neighbour waited for ${longestGapMs.toFixed(0)} ms at most`,
  )
  return report.problems
}
