/** `briefboard restore`: puts a backup back, into an empty store or beside a running server. */
import { holdsBoards, openBackup, restore, type Backup, type Restored } from '@briefboard/library'
import { withStore } from './with-store.ts'

export const RESTORE_USAGE = `  restore FILE [--dry-run] [--yes] [--with-access]
        puts a backup back: what was written since is gone from its documents; --yes where there are boards already;
        --with-access also brings back tokens, and roles of people who are gone`

export async function restoreBackup(
  options: Record<string, string | undefined>,
  [file = '']: readonly string[],
): Promise<void> {
  const backup = await openBackup(file)
  try {
    await restoreFrom(backup, options)
  } finally {
    await backup.close()
  }
}

async function restoreFrom(backup: Backup, options: Record<string, string | undefined>): Promise<void> {
  console.log(told(backup))
  await withStore(async (store) => {
    const isDry = options['dry-run'] === 'true'
    const isHeldBack = !isDry && options['yes'] !== 'true' && (await holdsBoards(store))
    const apply = !isDry && !isHeldBack
    const withAccess = options['with-access'] === 'true'
    const restored = await restore(store, backup, { apply, withAccess, now: new Date() })
    console.log(inWords(restored, apply))
    if (!isHeldBack) return
    console.error(
      'There are boards in this store already, so nothing was changed. If this is what you want, make a backup of ' +
        'what is there now, and say --yes.',
    )
    process.exitCode = 2
  })
}

function told({ header, counts, damage }: Backup): string {
  const { at, version } = header
  const lines = [
    `The backup is whole. It was made at ${at} by Briefboard ${version}: ` +
      `${counts.rooms} rooms, ${counts.records} records, ${counts.files} files.`,
    ...damage.map((reason) => `Was damaged already when it was backed up: ${reason}`),
  ]
  return lines.join('\n')
}

function inWords({ rooms, records, files, people, tokens, notInBackup }: Restored, isDone: boolean): string {
  const lines = [
    `${isDone ? 'Done' : 'This would happen'}:`,
    `  rooms:   ${rooms.made} made, ${rooms.replaced} put back, ${rooms.same} left alone because they say the same`,
    `  records: ${records.written} written, ${records.same} the same already`,
    `  files:   ${files.written} written, ${files.same} the same already`,
    `  people:  ${people.back} come back, ${people.kept} are there and keep their name and role`,
    `  tokens:  ${tokens.back} come back, ${tokens.same} are there`,
  ]
  if (tokens.leftOut > 0)
    lines.push(
      `  left out: ${tokens.leftOut} token(s), or a removed member could get in again; who came back may only read. ` +
        'Invite them anew, or restore once more with --with-access.',
    )
  if (notInBackup.boards + notInBackup.rooms > 0)
    lines.push(
      `  stays:   ${notInBackup.boards} board(s) and ${notInBackup.rooms} room(s) that the backup does not know, as they are`,
    )
  if (isDone && rooms.replaced > 0)
    lines.push('Whoever had these rooms open is sent away, and keeps unsaved text in the recovery view.')
  return lines.join('\n')
}
