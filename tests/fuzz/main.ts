/** `npm run fuzz -- [--frames N] [--seed N]`: a million generated frames against a running server, if not told otherwise. */
import { parseArgs } from 'node:util'
import { runFuzz } from './course.ts'

const { values } = parseArgs({ options: { frames: { type: 'string' }, seed: { type: 'string' } } })
const frames = Number(values.frames ?? 1_000_000)
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))

console.log(`seed ${seed}`)
const report = await runFuzz({ seed, frames, onRoom: (line) => console.log(line) })
console.log(`\n${report.frames} frames in ${report.seconds.toFixed(0)} s; ${report.saved} honest edits saved`)
if (report.problems.length > 0) {
  console.log(
    `npm run fuzz -- --frames ${report.frames} --seed ${seed}\n  ${report.problems
      .slice(0, 20)
      .map((line) => line.slice(0, 1000))
      .join('\n  ')}`,
  )
}
process.exit(report.problems.length === 0 ? 0 : 1)
