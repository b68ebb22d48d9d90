// Loaded into every server under test: collects garbage when asked, so that memory can be compared between states, and
// ends the server when the bench has ended, however that came.
import { isMainThread } from 'node:worker_threads'

if (isMainThread && process.send !== undefined) {
  process.on('message', (message) => {
    if (message !== 'collect') return
    globalThis.gc()
    setTimeout(() => {
      globalThis.gc()
      const { rss, heapUsed, external } = process.memoryUsage()
      process.send({ rssMb: rss / 1e6, heapMb: (heapUsed + external) / 1e6 })
    }, 100)
  })
  process.on('disconnect', () => process.exit(1))
  process.channel?.unref()
}
