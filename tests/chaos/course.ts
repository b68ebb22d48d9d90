/** Many seeded runs, one after another: worlds are used for several runs, and started cold a last time before they end. */
import { contentHash, type RoomId } from '@briefboard/protocol'
import { openClient, seededRandom, until, type Random } from '@briefboard/testkit'
import { run, type RunReport } from './run.ts'
import { KILLS, TROUBLES, type Trouble } from './trouble.ts'
import { openWorld, type ChaosWorld, type WorldKind } from './world.ts'

const RUNS_PER_WORLD = 12

export interface Summary {
  runs: number
  /** How often each trouble was brought. */
  troubles: Record<Trouble, number>
  kills: number
  edits: number
  saved: number
  /** Rooms that were compacted at least once. */
  compacted: number
  /** Words by the seeds of the runs that failed. */
  failures: Map<number, string[]>
  seconds: number
}

export interface CourseOptions {
  firstSeed: number
  /** Asked before each run. */
  goesOn: (summary: Summary) => boolean
  onRun: (line: string) => void
}

interface Stage {
  world: ChaosWorld
  runs: number
  hashes: Map<RoomId, string>
  lastSeed: number
}

/** Seeds count up from the first one. */
export async function runCourse({ firstSeed, goesOn, onRun }: CourseOptions): Promise<Summary> {
  const began = performance.now()
  const summary = emptySummary()
  const stages = new Map<WorldKind, Stage>()
  const leave = async (kind: WorldKind): Promise<void> => {
    const stage = stages.get(kind)
    stages.delete(kind)
    if (stage !== undefined) note(summary, stage.lastSeed, await endStage(stage))
  }
  for (let seed = firstSeed; goesOn(summary); seed++) {
    const random = seededRandom(seed)
    const kind = kindOf(random)
    const start = performance.now()
    const stage = stages.get(kind) ?? { world: await openWorld(kind), runs: 0, hashes: new Map(), lastSeed: seed }
    stages.set(kind, stage)
    const report = await run(stage.world, `chaos-${seed}`, random)
    stage.lastSeed = seed
    for (const [room, hash] of report.hashes) stage.hashes.set(room, hash)
    add(summary, seed, report)
    summary.seconds = (performance.now() - began) / 1000
    onRun(lineOf(seed, kind, report, (performance.now() - start) / 1000))
    if (report.broken.length > 0 || ++stage.runs >= RUNS_PER_WORLD) await leave(kind)
  }
  for (const kind of [...stages.keys()]) await leave(kind)
  summary.seconds = (performance.now() - began) / 1000
  return summary
}

function kindOf(random: Random): WorldKind {
  const drawn = random()
  if (drawn < 0.4) return 'lmdb'
  return drawn < 0.65 ? 'redis' : 'redis-3'
}

/** Everything is killed and started once more; every room of every run must read as it did. */
async function endStage({ world, hashes }: Stage): Promise<string[]> {
  try {
    await Promise.all(world.nodes.map((node) => node.kill()))
    await world.redis?.kill()
    await world.redis?.start()
    await Promise.all(world.nodes.map((node) => node.start()))
    for (const [room, hash] of hashes) await expectContent(world, room, hash)
    return world.faults()
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  } finally {
    await world.close()
  }
}

async function expectContent({ nodes, tokens }: ChaosWorld, room: RoomId, hash: string): Promise<void> {
  const fresh = openClient({ url: nodes[0]?.url ?? '', room, token: tokens[0] ?? '' })
  try {
    await until(
      `${room} reads after everything was started again as it did before`,
      () => contentHash(fresh.doc) === hash,
    )
  } finally {
    fresh.close()
  }
}

function emptySummary(): Summary {
  const troubles = Object.fromEntries(TROUBLES.map((trouble) => [trouble, 0])) as Summary['troubles'] // one key a trouble
  return { runs: 0, troubles, kills: 0, edits: 0, saved: 0, compacted: 0, failures: new Map(), seconds: 0 }
}

function add(summary: Summary, seed: number, { troubles, edits, saved, compacted, broken }: RunReport): void {
  summary.runs++
  summary.compacted += compacted
  summary.edits += edits
  summary.saved += saved
  for (const trouble of troubles) {
    summary.troubles[trouble]++
    if (KILLS.includes(trouble)) summary.kills++
  }
  note(summary, seed, broken)
}

function note(summary: Summary, seed: number, broken: readonly string[]): void {
  if (broken.length > 0) summary.failures.set(seed, [...(summary.failures.get(seed) ?? []), ...broken])
}

function lineOf(seed: number, kind: WorldKind, report: RunReport, seconds: number): string {
  const { troubles, edits, saved, broken } = report
  const end = broken.length === 0 ? 'all kept' : `BROKEN:\n    ${broken.slice(0, 5).join('\n    ')}`
  return `TEST_SEED=${seed} ${kind}: ${troubles.join(', ')}; ${edits} edits, ${saved} saved, ${seconds.toFixed(1)} s: ${end}`
}
