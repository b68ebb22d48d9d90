/** Runs the chosen shapes against the chosen servers, prints what it finds as it goes, and writes docs/benchmarks.md. */
import { readMachine } from './measure/machine.ts'
import { readOptions, type ShapeKey } from './options.ts'
import { DOCUMENT, writeDocument } from './report/document.ts'
import { figures } from './report/figures.ts'
import { toLine } from './report/table.ts'
import { views, type View } from './report/views.ts'
import type { ByServer, Results } from './results.ts'
import type { Contender } from './servers/contender.ts'
import { runClosedLoop } from './shapes/closed-loop.ts'
import { runIdle } from './shapes/memory.ts'
import { openAll } from './shapes/openings.ts'
import { runPaced } from './shapes/paced.ts'
import { SHAPE_A, SHAPE_B, SHAPE_C, SHAPE_D, SHAPE_F, SHAPE_NODES } from './shapes/sizes.ts'
import { runTwoNodes } from './shapes/two-nodes.ts'
import { runWatched } from './shapes/watchers.ts'

/** Not everybody can do everything, and a crowd that takes a minute is not asked twice. */
const TAKE_PART: Partial<Record<ShapeKey, readonly string[]>> = {
  d: ['ours-lmdb', 'ours-redis-everysec', 'y-websocket', 'hocuspocus'],
  e: ['ours-lmdb', 'hocuspocus-database'],
  f: ['ours-lmdb', 'y-websocket', 'hocuspocus'],
  nodes: ['ours-redis-everysec', 'ours-redis-always'],
}

const { shapes, contenders, seconds, writes } = readOptions(process.argv.slice(2))
const results: Results = { machine: readMachine(), seconds, trouble: [] }
const begun = performance.now()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
await runAll()
for (const { shape, what, limit, measured, isMet } of figures(results)) {
  if (isMet !== null) console.log(`${isMet ? 'met    ' : 'NOT MET'}  ${shape} ${what}: ${measured} (${limit})`)
}
console.log(`It took ${Math.round((performance.now() - begun) / 1000)} s.`)
if (writes) {
  writeDocument(results)
  console.log(`Written: ${DOCUMENT}`)
}
process.exit(0)

async function runAll(): Promise<void> {
  const has = (shape: ShapeKey): boolean => shapes.includes(shape)
  if (has('a')) results.a = await runShape('a', views.a, (one) => runPaced(one, SHAPE_A, seconds))
  if (has('b')) results.b = await runShape('b', views.b, (one) => runClosedLoop(one, SHAPE_B, seconds))
  if (has('c')) results.c = await runShape('c', views.c, (one) => runClosedLoop(one, SHAPE_C, seconds))
  if (has('d')) results.d = await runShape('d', views.d, (one) => runWatched(one, SHAPE_D, seconds))
  if (has('e')) results.e = await runShape('e', views.e, openAll(fail))
  if (has('f')) results.f = await runShape('f', views.f, (one) => runIdle(one, SHAPE_F))
  if (has('nodes'))
    results.nodes = await runShape('nodes', views.nodes, (one) => runTwoNodes(one, SHAPE_NODES, seconds))
}

/** A server that fails is told and left out; the others go on. */
async function runShape<T>(
  shape: ShapeKey,
  view: View<T>,
  measureOne: (contender: Contender) => Promise<T>,
): Promise<ByServer<T>> {
  console.log(`\n${view.title}\n${toLine(view.columns)}`)
  const measured: ByServer<T> = {}
  for (const contender of contenders) {
    if (TAKE_PART[shape]?.includes(contender.id) === false) continue
    try {
      const result = await measureOne(contender)
      measured[contender.id] = result
      for (const row of view.rows(contender.name, result)) console.log(toLine(row))
      for (const what of troubleIn(result)) fail(`${view.title}, ${contender.name}: ${what}`)
    } catch (error) {
      fail(`${view.title}, ${contender.name}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return measured
}

function fail(what: string): void {
  console.log(`  ! ${what}`)
  results.trouble.push(what)
}

/** What is called "trouble" anywhere in a result. */
function troubleIn(result: unknown): string[] {
  if (typeof result !== 'object' || result === null) return []
  return Object.entries(result).flatMap(([name, value]) =>
    name === 'trouble' && Array.isArray(value) ? value.map(String) : troubleIn(value),
  )
}
