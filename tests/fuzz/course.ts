/** A seeded storm of frames, events and requests against a running server, with honest people in the same rooms meanwhile. */
import { invite } from '@briefboard/library'
import { ROLES, type Role } from '@briefboard/protocol'
import type { Store } from '@briefboard/store'
import { putAhead, seededRandom, startPulse, startServer, tempFolder, type Pulse } from '@briefboard/testkit'
import { hostileRound, withStore, type Place } from './round.ts'

/** A board is used for so many frames, then looked at and left. */
const FRAMES_A_ROUND = 10_000
/** Other programs on this machine may hold up a server too: what a frame does, it does every time. */
const ATTEMPTS = 4

export interface FuzzReport {
  frames: number
  saved: number
  seconds: number
  /** The longest time for which a neighbour got no answer, of each round in its best attempt. */
  longestGapMs: number
  /** In words; empty if all is well. */
  problems: string[]
}

export interface FuzzOptions {
  seed: number
  frames: number
  /** A neighbour on another board may have to wait for so long. */
  mostGapMs: number
  onRound: (line: string) => void
}

/** Ends at the first round in which something is wrong. */
export async function runFuzz({ seed, frames, mostGapMs, onRound }: FuzzOptions): Promise<FuzzReport> {
  const began = performance.now()
  await using folder = await tempFolder()
  // Here it is the forms that are tried; that nobody may send too much of them is another test's.
  const noLimits = {
    MAX_UPDATES_PER_SECOND: '0',
    MAX_ROOMS_PER_PERSON: '0',
    MAX_CONNECTIONS_PER_PERSON: '0',
    MAX_WORK_PER_PERSON: '0',
  }
  const server = await startServer({ PORT: '0', DATA_DIR: folder.path, ...noLimits })
  const report: FuzzReport = { frames: 0, saved: 0, seconds: 0, longestGapMs: 0, problems: [] }
  try {
    const [honest, hostile] = await withStore(folder.path, async (store) => [
      await membersOf(store, 'Honest'),
      await membersOf(store, 'Hostile'),
    ])
    const place: Place = { server, dataDir: folder.path, honest, hostile }
    putAhead(server.pid)
    const pulse = await startPulse({ server, room: 'talk/isil-2016-2018', token: honest.viewer })
    for (let round = 0; report.frames < frames && report.problems.length === 0; round++) {
      const count = Math.min(FRAMES_A_ROUND, frames - report.frames)
      const { saved, problems, gapMs } = await attempts(place, pulse, { round, count, mostGapMs, seed: seed + round })
      report.frames += count
      report.saved += saved
      report.longestGapMs = Math.max(report.longestGapMs, gapMs)
      report.problems = problems
      const words = problems.length === 0 ? 'all well' : 'NOT well'
      onRound(
        `round ${round}: ${report.frames} sent, ${report.saved} honest edits saved, ${gapMs.toFixed(0)} ms, ${words}`,
      )
    }
    await pulse.stop()
  } finally {
    await server.kill('SIGKILL')
  }
  report.seconds = (performance.now() - began) / 1000
  return report
}

interface Round {
  round: number
  count: number
  mostGapMs: number
  seed: number
}

/** The same frames again if a neighbour had to wait, on a new board. */
async function attempts(place: Place, pulse: Pulse, { round, count, mostGapMs, seed }: Round) {
  let gapMs = Infinity
  let saved = 0
  for (let attempt = 0; attempt < ATTEMPTS && gapMs > mostGapMs; attempt++) {
    await pulse.longestGapMs()
    const report = await hostileRound(place, `fuzz-${round}-${attempt}`, count, seededRandom(seed))
    gapMs = Math.min(gapMs, await pulse.longestGapMs())
    saved += report.saved
    if (report.problems.length > 0) return { saved, gapMs, problems: report.problems }
  }
  const isSlow = gapMs > mostGapMs
  return { saved, gapMs, problems: isSlow ? [`A neighbour got no answer for ${gapMs.toFixed(0)} ms, every time.`] : [] }
}

async function membersOf(store: Store, name: string): Promise<Record<Role, string>> {
  const tokens = await Promise.all(
    ROLES.map(async (role) => [
      role,
      (await invite(store.records, { name: `${name} ${role}`, role }, new Date())).token,
    ]),
  )
  // One token a role, in the order of the roles.
  return Object.fromEntries(tokens) as Record<Role, string>
}
