/** What is known of packs, as the store keeps it: for every node, and after a restart. */
import { Refusal, type PackStatus } from '@briefboard/protocol'
import type { Store } from '@briefboard/store'

const PACK = 'pack'

/** Of a pack that waits or is made, its node says so again and again; one that is silent for this long was lost with it. */
const LOST_AFTER_MS = 10 * 60 * 1000
export const SAY_AGAIN_EVERY_MS = 60 * 1000

/** `heardAt`, ISO 8601: when its node last said something of it. Records of before have none. */
type PackRecord = PackStatus & { heardAt?: string }

export interface PackRecords {
  put(status: PackStatus): Promise<void>
  /** @throws Refusal no-such-pack */
  get(id: string): Promise<PackStatus>
  /** Newest first. */
  list(board: string): Promise<PackStatus[]>
}

export function packRecords({ records }: Pick<Store, 'records'>): PackRecords {
  return {
    async put(status) {
      const record: PackRecord = { ...status, heardAt: new Date().toISOString() }
      await records.put(PACK, status.id, record)
    },
    async get(id) {
      const record = await records.get(PACK, id)
      if (record === null) throw new Refusal('no-such-pack', id)
      return asItIs(record.value as PackRecord) // written by `put` alone
    },
    async list(board) {
      const all = await records.list(PACK)
      const packs = all.map(({ value }) => asItIs(value as PackRecord)).filter((pack) => pack.board === board)
      return packs.toSorted((a, b) => b.requestedAt.localeCompare(a.requestedAt))
    },
  }
}

function asItIs({ heardAt, ...status }: PackRecord): PackStatus {
  const isOver = status.stage === 'ready' || status.stage === 'failed'
  if (isOver || Date.now() - Date.parse(heardAt ?? status.requestedAt) < LOST_AFTER_MS) return status
  const words = 'The server that was making this pack stopped. Ask for it again.'
  return { ...status, stage: 'failed', done: 1, words }
}
