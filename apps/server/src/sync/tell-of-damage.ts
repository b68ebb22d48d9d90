/** Tells the operator, each time that a room is opened, what of it could not be read. (S6, S16) */
import type { History } from '@briefboard/library'
import type { Loaded } from '@briefboard/store'
import type { RoomOptions } from './room.ts'

export function tellOfDamage(
  { id, metrics, onFault }: Pick<RoomOptions, 'id' | 'metrics' | 'onFault'>,
  { damage }: Loaded,
  { leftOut }: History,
): void {
  // One that came a moment too late for its client id is no damage; its author was told.
  const unread = leftOut.filter(({ why }) => why !== 'not-yours')
  const found = [
    ...damage.map(({ reason }) => reason),
    ...unread.map(({ position, why }) => `Entry ${position}: ${why}.`),
  ]
  if (found.length === 0) return
  metrics.damaged(found.length)
  const words = `Parts of ${id} could not be read and were left out; \`briefboard doctor\` tells more.`
  onFault(new Error(`${words} ${found.slice(0, 10).join(' ')}`))
}
