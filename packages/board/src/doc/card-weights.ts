/** How heavy each field of a card is, as far as it would be read, seen without reading it. */
import * as Y from 'yjs'
import { entriesOf } from './items.ts'
import { LIMITS } from './limits.ts'
import { JUDGEMENT, LOOKED_AT } from './schema.ts'
import type { Steps } from './steps.ts'
import { listWeight, mapWeight, paced, textWeight, weightOf } from './weights.ts'

const TEXTS: ReadonlyMap<string, number> = new Map([
  ['title', LIMITS.title],
  ['keyJudgement', LIMITS.text],
])
const LISTS: ReadonlyMap<string, number> = new Map([
  ...['actors', 'countries', 'themes', 'tags'].map((name): [string, number] => [name, LIMITS.names]),
  ['gaps', LIMITS.gaps],
])
const FIELDS: ReadonlySet<string> = new Set(['region', 'order', 'status', 'marking', 'createdAt', 'createdBy'])

/** By field; what is read with others, as judgements under keys of their own, is weighed with them. */
export function* cardWeights(map: Y.Map<unknown>): Steps<Map<string, number>> {
  const weights = new Map<string, number>()
  const course = paced()
  for (const entry of entriesOf(map)) {
    if (entry === null) {
      yield
      continue
    }
    const [key, value] = entry
    const name = fieldOf(key)
    if (name === null) continue
    const weight = yield* fieldWeight(name, value)
    weights.set(name, (weights.get(name) ?? 0) + weight)
    if (course.add(weight)) yield
  }
  return weights
}

function fieldOf(key: string): string | null {
  if (key.startsWith(JUDGEMENT)) return 'judgements'
  if (key.startsWith(LOOKED_AT)) return 'lookedAt'
  return TEXTS.has(key) || LISTS.has(key) || FIELDS.has(key) || key === 'judgements' ? key : null
}

function* fieldWeight(name: string, value: unknown): Steps<number> {
  const [longest, most] = [TEXTS.get(name), LISTS.get(name)]
  if (longest !== undefined) return yield* textWeight(value, longest)
  if (most !== undefined) return yield* listWeight(value, most)
  return value instanceof Y.Map ? yield* mapWeight(value) : weightOf(value)
}
