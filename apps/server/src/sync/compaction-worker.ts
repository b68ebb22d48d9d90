/** The thread that builds snapshots, so that replaying a long log holds up nobody. */
import { parentPort } from 'node:worker_threads'
import { compactHistory, readHistory } from '@briefboard/library'
import type { Loaded } from '@briefboard/store'
import type { BuildAnswer } from './compaction.ts'

// Sent by compaction.ts alone.
parentPort?.on('message', async (loaded: Loaded) => parentPort?.postMessage(await build(loaded)))

async function build(loaded: Loaded): Promise<BuildAnswer> {
  try {
    const history = await readHistory(loaded)
    // A snapshot would let go for good of what may still be mended.
    if (loaded.damage.length > 0) return { problem: 'Some of its log is damaged; `briefboard doctor` says what.' }
    if (history.leftOut.some(({ why }) => why === 'gap'))
      return { problem: 'Some of its entries build on missing ones.' }
    return { state: await compactHistory(history) }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}
