/** /health: whether this node is alive, whether it should get requests, and in words what is wrong. Open to anybody. */
import { VERSION } from '@briefboard/library'
import type { Store, StoreHealth } from '@briefboard/store'
import { Router } from 'express'
import type { NodeMemory } from '../limits/document-memory.ts'
import type { Metrics } from '../metrics.ts'
import type { LoopDelay, LoopWatch } from './event-loop.ts'

/** A probe does not wait longer for the store: it hears within a second what is wrong. */
const STORE_WITHIN_MS = 900
/** An event loop that is regularly this late serves nobody: others should get the requests. */
const HOPELESSLY_LATE_MS = 1000

export interface NodeState {
  readonly id: string
  readonly startedAt: Date
  phase: 'starting' | 'serving' | 'stopping'
}

export interface HealthOptions {
  node: NodeState
  store: Pick<Store, 'health' | 'durability'>
  metrics: Pick<Metrics, 'counts'>
  loop: LoopWatch
  memory: Pick<NodeMemory, 'health'>
}

export function healthRoutes({ node, store, metrics, loop, memory }: HealthOptions): Router {
  const askStore = oneAtATime(() => withinTime(store.health()))
  const readiness = async (): Promise<StoreHealth> => {
    const stored = await askStore()
    const documents = memory.health()
    const problems = [...phaseProblems(node), ...loopProblems(loop.delay()), ...documents.problems, ...stored.problems]
    return { ok: stored.ok && problems.length === 0, problems, notes: [...documents.notes, ...stored.notes] }
  }
  const router = Router()
  router.get('/live', (_request, response) => {
    response.json({ ok: true, eventLoopDelay: loop.delay() })
  })
  router.get('/ready', async (_request, response) => {
    const { ok, problems } = await readiness()
    const { notes } = memory.health()
    response.status(ok ? 200 : 503).json({ ok, problems, ...(notes.length > 0 ? { notes } : {}) })
  })
  router.get('/', async (_request, response) => {
    const { ok, problems, notes } = await readiness()
    response.status(ok ? 200 : 503).json({
      ...{ ok, problems, notes, durability: store.durability, version: VERSION },
      ...{ node: node.id, phase: node.phase, startedAt: node.startedAt.toISOString() },
      ...metrics.counts(),
      eventLoopDelay: loop.delay(),
    })
  })
  return router
}

function phaseProblems({ phase }: NodeState): string[] {
  switch (phase) {
    case 'starting':
      return ['This node is starting. It takes requests in a moment.']
    case 'stopping':
      return ['This node is stopping and takes no new requests. What was saved is in the store; use another node.']
    case 'serving':
      return []
    default:
      return phase satisfies never
  }
}

function loopProblems({ p99Ms }: LoopDelay): string[] {
  if (p99Ms < HOPELESSLY_LATE_MS) return []
  return [
    `This node is overloaded: its event loop was ${Math.round(p99Ms)} ms late in the last ten seconds. ` +
      'Saved edits are safe. Give it more processor time, or start another node on the same Redis.',
  ]
}

async function withinTime(health: Promise<StoreHealth>): Promise<StoreHealth> {
  const late = Promise.withResolvers<StoreHealth>()
  const problem = `The store has not answered for ${STORE_WITHIN_MS / 1000} s. Nothing is shown as saved meanwhile; look whether it runs.`
  const timer = setTimeout(() => late.resolve({ ok: false, problems: [problem], notes: [] }), STORE_WITHIN_MS)
  try {
    return await Promise.race([health, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

/** Anybody may ask, as often as they like; the store is asked by one of them at a time. */
function oneAtATime<T>(ask: () => Promise<T>): () => Promise<T> {
  let asking: Promise<T> | null = null
  return () => (asking ??= ask().finally(() => (asking = null)))
}
