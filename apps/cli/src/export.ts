/** `briefboard export`: the same pack as the page makes, written into a folder. */
import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { existing, fromStore, readWholeBoard, VERSION } from '@briefboard/library'
import { buildPack, snapshotHash } from '@briefboard/pack'
import { Marking, MARKINGS, PACK_FORMATS, PackRequest } from '@briefboard/protocol'
import { makeFolder } from '@briefboard/store'
import { UsageError } from './usage-error.ts'
import { withStore } from './with-store.ts'

export const EXPORT_USAGE = `  export --board ID --ceiling ${MARKINGS.join('|')} --out DIR [--formats ${PACK_FORMATS.join(',')}] [--cards ID,ID]
        a briefing pack of the board as it is stored now`

export async function exportPack({
  board,
  formats,
  ceiling,
  cards,
  out,
}: Record<string, string | undefined>): Promise<void> {
  if (board === undefined) throw new UsageError('--board names the board; GET /api/boards lists them.')
  if (out === undefined) throw new UsageError('--out names the folder for the files.')
  if (!Marking.safeParse(ceiling).success) throw new UsageError(`--ceiling is one of ${MARKINGS.join(', ')}.`)
  const asked = PackRequest.safeParse({
    formats: (formats ?? PACK_FORMATS.join(',')).split(','),
    ceiling,
    cards: cards?.split(','),
  })
  if (!asked.success)
    throw new UsageError(`--formats is a list of ${PACK_FORMATS.join(', ')}, with commas; --cards a list of card ids.`)
  const whole = await withStore(async (store) => {
    await existing(store, board)
    return readWholeBoard(store, fromStore(store), board, (room) =>
      console.error(
        `${room} cannot be read and is named as unreadable in the pack; \`briefboard doctor\` finds the cause.`,
      ),
    )
  })
  const boardState = { hash: snapshotHash(whole.board, whole.reports) }
  const pack = buildPack({
    board: whole.board,
    reports: whole.reports,
    boardState,
    options: asked.data,
    now: new Date().toISOString(),
    toolVersion: VERSION,
  })
  await writeAll(out, pack.files)
  const { withheld } = pack.manifest
  console.log(
    `${pack.files.map(({ name }) => join(out, name)).join('\n')}\n${withheld.cards} card(s) above the ceiling were withheld.`,
  )
}

/** @throws Error in words */
async function writeAll(folder: string, files: readonly { name: string; bytes: Uint8Array }[]): Promise<void> {
  try {
    makeFolder(resolve(folder))
    for (const { name, bytes } of files) await writeFile(join(folder, name), bytes)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Error(
      `The pack could not be written into ${folder} (${why}). What is there of it is not whole: remove it, see that the ` +
        'folder may be written and its disk has free space, and try again.',
      { cause },
    )
  }
}
