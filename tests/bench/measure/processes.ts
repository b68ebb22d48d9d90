/** What processes cost: CPU time with all their threads, and memory, as Linux counts it. */
import { readFileSync, writeFileSync } from 'node:fs'

/** Linux counts CPU time in hundredths of a second for every program that asks. */
const TICKS_A_SECOND = 100
const USER_TIME = 11
const KERNEL_TIME = 12

/** CPU seconds so far, of all threads together. */
export function cpuSeconds(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + cpuOf(pid), 0)
}

function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The second field is the program's name in parentheses and may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[USER_TIME]) + Number(fields[KERNEL_TIME])) / TICKS_A_SECOND
}

export interface Memory {
  /** Resident, in MB of 10^6 bytes. */
  nowMb: number
  /** The most it ever was, since the process began or since `forgetPeak`. */
  peakMb: number
}

/** Of several processes, the sum. */
export function memoryOf(pids: readonly number[]): Memory {
  const all = pids.map((pid) => readFileSync(`/proc/${pid}/status`, 'utf8'))
  const sum = (field: string): number =>
    all.reduce((total, status) => total + Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0), 0) *
    1.024e-3
  return { nowMb: sum('VmRSS'), peakMb: sum('VmHWM') }
}

/** CPU seconds of this process, which makes the load. */
export function ownCpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

/** From now on the peak counts anew. */
export function forgetPeak(pids: readonly number[]): void {
  for (const pid of pids) writeFileSync(`/proc/${pid}/clear_refs`, '5')
}
