/** Runs the chosen shapes against the chosen servers, prints what it finds as it goes, and writes docs/benchmarks.md. */
import { readMachine } from './measure/machine.ts'
import type { Measured } from './measure/window.ts'
import { readOptions, type Options } from './options.ts'
import { LOAD_COLUMNS, loadRow } from './report/loads.ts'
import { toLine } from './report/table.ts'
import type { ByServer, Results } from './results.ts'
import type { Contender } from './servers/contender.ts'
import { runClosedLoop } from './shapes/closed-loop.ts'
import { runPaced } from './shapes/paced.ts'

const SHAPE_A = { rooms: 10, clients: 20, writers: 10, perSecond: 5 }
const SHAPE_B = { rooms: 10, clients: 10, writers: 2, inFlight: 16 }
const SHAPE_C = { rooms: 1, clients: 100, writers: 10, inFlight: 16 }

const options = readOptions(process.argv.slice(2))
await run(options)

async function run({ shapes, seconds, contenders }: Options): Promise<Results> {
  const results: Results = { machine: readMachine(), seconds }
  const each = (title: string, measureOne: (contender: Contender) => Promise<Measured>): Promise<ByServer<Measured>> =>
    loadShape(title, contenders, measureOne)
  if (shapes.includes('a')) results.a = await each('(a) paced typing', (one) => runPaced(one, SHAPE_A, seconds))
  if (shapes.includes('b')) results.b = await each('(b) closed loop', (one) => runClosedLoop(one, SHAPE_B, seconds))
  if (shapes.includes('c')) results.c = await each('(c) one crowded room', (one) => runClosedLoop(one, SHAPE_C, seconds))
  return results
}

async function loadShape(
  title: string,
  contenders: readonly Contender[],
  measureOne: (contender: Contender) => Promise<Measured>,
): Promise<ByServer<Measured>> {
  console.log(`\n${title}\n${toLine(LOAD_COLUMNS)}`)
  const results: ByServer<Measured> = {}
  for (const contender of contenders) {
    const measured = await measureOne(contender)
    results[contender.id] = measured
    console.log(toLine(loadRow(contender.name, measured)))
    for (const trouble of measured.trouble) console.log(`  ! ${trouble}`)
  }
  return results
}
