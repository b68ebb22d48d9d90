/** The machine that a run was made on, and how busy others kept it meanwhile. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { arch, cpus, release, totalmem } from 'node:os'
import { canPin } from '../servers/launch.ts'

export interface Machine {
  cpu: string
  cores: number
  memoryGb: number
  system: string
  node: string
  redis: string
  isPinned: boolean
  /** YYYY-MM-DD. */
  date: string
}

export function readMachine(): Machine {
  const redis = spawnSync('redis-server', ['--version'], { encoding: 'utf8' }).stdout ?? ''
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 1e9),
    system: `Linux ${release()} ${arch()}`,
    node: process.version,
    redis: /v=(\S+)/.exec(redis)?.[1] ?? 'none',
    isPinned: canPin,
    date: new Date().toISOString().slice(0, 10),
  }
}

/** CPU seconds that all programs together have used since the machine started. */
export function machineCpuSeconds(): number {
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = (
    readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? ''
  )
    .split(/\s+/)
    .slice(1)
    .map(Number)
  return (user + nice + system + irq + softirq) / 100
}
