/** What `npm run bench -- …` may be told. */
import { parseArgs } from 'node:util'
import { contenders } from './servers/all.ts'
import type { Contender } from './servers/contender.ts'

export const SHAPES = ['a', 'b', 'c', 'd', 'e', 'f', 'nodes'] as const
export type ShapeKey = (typeof SHAPES)[number]

export interface Options {
  shapes: readonly ShapeKey[]
  contenders: readonly Contender[]
  /** Of each measured window. */
  seconds: number
  /** docs/benchmarks.md is written; only by a whole run, unless it is asked for. */
  writes: boolean
}

export const USAGE = `npm run bench -- [--only b,c] [--servers ours-lmdb,relay] [--seconds 5] [--write]
  --only     shapes: ${SHAPES.join(', ')}
  --servers  ${contenders.map(({ id }) => id).join(', ')}
  --seconds  length of each measured window
  --write    docs/benchmarks.md is written although not everything was run`

/** @throws Error in words, with the usage */
export function readOptions(args: string[]): Options {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args,
    options: { only: text, servers: text, seconds: text, write: { type: 'boolean' } },
  })
  const shapes = chosen(values.only, SHAPES, 'shape')
  const ids = chosen(
    values.servers,
    contenders.map(({ id }) => id),
    'server',
  )
  const seconds = Number(values.seconds ?? 5)
  if (!(seconds >= 1)) throw new Error(`--seconds ${values.seconds} is no number from 1 on.\n${USAGE}`)
  const isWhole = shapes.length === SHAPES.length && ids.length === contenders.length
  return {
    ...{ shapes, seconds, writes: isWhole || values.write === true },
    contenders: contenders.filter(({ id }) => ids.includes(id)),
  }
}

function chosen<T extends string>(given: string | undefined, known: readonly T[], what: string): readonly T[] {
  if (given === undefined) return known
  const names = given.split(',')
  const unknown = names.find((name) => !known.some((one) => one === name))
  if (unknown !== undefined) throw new Error(`There is no ${what} ${unknown}.\n${USAGE}`)
  return known.filter((one) => names.includes(one))
}
