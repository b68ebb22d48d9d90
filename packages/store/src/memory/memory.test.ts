/** The store in memory. */
import { expect } from 'vitest'
import { contract } from '../contract.test-suite.ts'
import { openMemoryStore } from './open-memory-store.ts'

contract('memory', { canBeDamaged: false }, async () => {
  const store = openMemoryStore()
  const damage = (): never => expect.unreachable()
  return { store, other: store, damage, stop: () => store.close() }
})
