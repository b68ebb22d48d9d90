/** The store in memory. */
import { contract } from '../contract.test-suite.ts'
import { openMemoryStore } from './open-memory-store.ts'

contract('memory', async () => {
  const store = openMemoryStore()
  return { store, other: null, damage: null, stop: () => store.close() }
})
