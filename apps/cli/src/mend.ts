/** `briefboard mend`: gives a damaged document a new history made of what can be read of the old one. */
import { bringOverRoom, compactHistory, oneAtATime, readHistory } from '@briefboard/library'
import { parseRoom, roomId, type RoomId } from '@briefboard/protocol'
import type { Store } from '@briefboard/store'
import { withExistingStore } from './existing-store.ts'
import { UsageError } from './usage-error.ts'

export const MEND_USAGE = `  mend ROOM [--yes]
        gives a damaged document (doctor names it) a new history of what can be read of it; says first what that is`

export async function mend(options: Record<string, string | undefined>, [name = '']: readonly string[]): Promise<void> {
  const parsed = parseRoom(name)
  if (parsed === null) throw new UsageError(`"${name}" is no document. doctor prints their names, as card/BOARD/CARD.`)
  await withExistingStore((store) => mendRoom(store, roomId(parsed), options['yes'] === 'true'))
}

async function mendRoom(store: Store, room: RoomId, apply: boolean): Promise<void> {
  const { log } = store
  const loaded = await log.load(room)
  const history = await readHistory(loaded)
  const lost = [
    ...loaded.damage.map(({ reason }) => reason),
    ...history.leftOut.map(({ position, why }) => `Entry ${position} is left out (${why}).`),
  ]
  const state = await compactHistory(history, ({ structs }) => lost.push(`${structs} part(s) cannot be applied.`))
  if (lost.length === 0) return console.log(`All of ${room} can be read. There is nothing to mend.`)
  console.log(`Not in the document, and not in it afterwards:\n${lost.map((line) => `  ${line}`).join('\n')}`)
  if (!apply) {
    console.error('Nothing was changed. Make a backup, look at the document with those who know it, and say --yes.')
    process.exitCode = 2
    return
  }
  const { epoch, position } = loaded
  if ((await log.replace(room, state, { epoch, position })) === null) {
    console.error('Somebody has written in it meanwhile. Nothing was changed; say it again.')
    process.exitCode = 2
    return
  }
  // A card of an earlier version that was damaged could not be brought over before.
  if (parseRoom(room)?.kind === 'card') await bringOverRoom(store, room, oneAtATime)
  console.log(
    `${room} has a new history of what could be read. Damaged bytes stay in the quarantine. Whoever had it open is ` +
      'sent away and comes back by itself; what they had not saved is in their recovery view.',
  )
}
