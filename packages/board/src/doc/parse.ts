/** One value of a document through its schema: copied within bounds first, and freed of broken quotations if need be. */
import type * as z from 'zod/mini'
import { withoutBrokenQuotations } from './broken-quotations.ts'
import { plainValue } from './plain-value.ts'
import { addProblem, isFull, reasonOf, type Problem } from './problems.ts'

/** Null for what is broken; of a broken quotation only the quotation is left out. `id`: the key that an entry stands under. */
export function parseValue<T>(
  schema: z.ZodMiniType<T>,
  value: unknown,
  path: string,
  problems: Problem[],
  id?: string,
): { data: T } | null {
  const plain = plainValue(value)
  if (plain.problem !== null) {
    addProblem(problems, path, plain.problem)
    return null
  }
  const whole = id !== undefined && isObject(plain.value) ? { ...plain.value, id } : plain.value
  const parsed = schema.safeParse(whole)
  if (parsed.success) return parsed
  const { value: mended, broken } = withoutBrokenQuotations(whole, path)
  const again = broken.length === 0 ? parsed : schema.safeParse(mended)
  if (again.success) {
    for (const { path: at, reason } of broken) addProblem(problems, at, reason)
    return again
  }
  if (!isFull(problems)) addProblem(problems, path, reasonOf(again.error))
  return null
}

/** A copy of `plainValue`: no byte array, which would be spread into its bytes. */
const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
