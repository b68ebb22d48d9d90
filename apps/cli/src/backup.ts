/** `briefboard backup`: everything that is worth keeping, in one file, from a running system. */
import { writeBackup } from '@briefboard/library'
import { withExistingStore } from './existing-store.ts'

export const BACKUP_USAGE = `  backup FILE [--force]
        boards, people, reports and packs in one file; the server goes on meanwhile; code 1 if something is damaged`

export async function backup(
  { force }: Record<string, string | undefined>,
  [file = '']: readonly string[],
): Promise<void> {
  const written = await withExistingStore((store) =>
    writeBackup(store, file, { now: new Date(), force: force === 'true' }),
  )
  const { rooms, records, files, bytes, problems } = written
  for (const problem of problems) console.error(`Damaged: ${problem}`)
  console.log(
    `${file}: ${rooms} rooms, ${records} records, ${files} files in ${(bytes / 1024).toFixed(0)} KiB. ` +
      'It holds every text, so keep it where only you can read it. Sessions and sign-in links are not in it.',
  )
  if (problems.length === 0) return
  console.error(
    `${problems.length} thing(s) could not be read. All that is sound is in the file; ` +
      'keep older backups, and run briefboard doctor.',
  )
  process.exitCode = 1
}
