/** `npm run chaos -- [--runs N] [--seed N]`: seeded runs until N are done, and a summary. */
import { parseArgs } from 'node:util'
import { runCourse, type Summary } from './course.ts'

const { values } = parseArgs({ options: { runs: { type: 'string' }, seed: { type: 'string' } } })
const runs = Number(values.runs ?? (values.seed === undefined ? 50 : 1))
const firstSeed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))

const summary = await runCourse({
  firstSeed,
  goesOn: (soFar) => soFar.runs < runs,
  onRun: (line) => console.log(line),
})
console.log(wordsOf(summary))
process.exit(summary.failures.size === 0 ? 0 : 1)

function wordsOf({ runs, troubles, kills, edits, saved, compacted, failures, seconds }: Summary): string {
  const lines = [
    `${runs} runs in ${seconds.toFixed(0)} s; ${kills} kills; ${edits} edits, ${saved} of them shown as saved; ${compacted} documents compacted`,
    `troubles: ${Object.entries(troubles)
      .map(([trouble, count]) => `${trouble} ${count}`)
      .join(', ')}`,
    `failed runs: ${failures.size}`,
  ]
  const failed = [...failures].map(
    ([seed, broken]) => `  npm run chaos -- --seed ${seed}\n    ${broken.slice(0, 10).join('\n    ')}`,
  )
  return ['', ...lines, ...failed].join('\n')
}
