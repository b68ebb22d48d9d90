/** Plain values with citations in them, freed of quotations that cannot be read: a judgement must not vanish for one. */
import { Quotation } from '../quotation.ts'
import { addProblem, reasonOf, type Problem } from './problems.ts'

interface Mended {
  value: unknown
  /** The quotations that were left out, each with its place. */
  broken: Problem[]
}

export function withoutBrokenQuotations(value: unknown, path: string): Mended {
  const broken: Problem[] = []
  return { value: mended(value, path, broken), broken }
}

function mended(value: unknown, path: string, broken: Problem[]): unknown {
  if (Array.isArray(value)) return value.map((inner, index) => mended(inner, `${path}/${index}`, broken))
  if (!isPlain(value)) return value
  const entries = Object.entries(value).flatMap(([key, inner]) => {
    const at = `${path}/${key}`
    if (key === 'quotation' && Object.hasOwn(value, 'symbol')) {
      const parsed = Quotation.safeParse(inner)
      if (parsed.success) return [[key, parsed.data] as const]
      addProblem(broken, at, reasonOf(parsed.error))
      return []
    }
    return [[key, mended(inner, at, broken)] as const]
  })
  return Object.fromEntries(entries)
}

/** As `plainValue` copies them: shared types and bytes are not among them. */
const isPlain = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
