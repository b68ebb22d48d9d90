/** The two pages at the beginning of LMDB's file, which name all others; each commit rewrites one of them. */
import { readSync } from 'node:fs'
import { MAP_SIZE_BYTES } from './map-size.ts'
import { BadPage, onPage, PAGE_HEADER_BYTES, readTree, type Tree } from './page.ts'

export interface FileMeta {
  pageBytes: number
  /** Which pages may be written again. */
  free: Tree
  /** The names of the tables, and where each is. */
  main: Tree
  lastPage: bigint
  commit: bigint
  /** Which of the two it is. */
  page: number
}

const MAGIC = 0xbeefc0de
const FORM = 2
const META_PAGE = 0x08
const META_BYTES = PAGE_HEADER_BYTES + 136
const SMALLEST_PAGE = 256
const LARGEST_PAGE = 0x10000
/** Of the tree of free pages: its keys are numbers. */
const INTEGER_KEYS = 0x08
/**
 * Beside it stand marks of how the file was last opened. These are none of them: of tables of another kind, of a file that
 * is mapped to an address of its own, and of one that is enciphered.
 */
const OTHER_KINDS = 0x20ff

/** The newest of the two. Both must be sound: one alone may lack the last commit. @throws BadPage */
export function readMeta(fd: number): FileMeta {
  const first = onPage(0, () => metaAt(fd, 0, 0))
  return onPage(1, () => {
    const second = metaAt(fd, first.pageBytes, 1)
    const apart = first.commit - second.commit
    if (second.pageBytes !== first.pageBytes || apart > 1n || apart < -1n) throw new BadPage('does not go with page 0')
    return apart > 0n ? first : second
  })
}

function metaAt(fd: number, at: number, page: number): FileMeta {
  const content = Buffer.alloc(META_BYTES)
  if (readSync(fd, content, 0, META_BYTES, at) < META_BYTES) throw new BadPage('is not there: the file ends before it')
  const body = content.subarray(PAGE_HEADER_BYTES)
  const isMeta =
    content.readUInt16LE(18) === META_PAGE && body.readUInt32LE(0) === MAGIC && body.readUInt16LE(4) === FORM
  if (!isMeta) throw new BadPage('does not begin as LMDB’s do')
  const pageBytes = body.readUInt32LE(24)
  const isPower = (pageBytes & (pageBytes - 1)) === 0
  if (!isPower || pageBytes < SMALLEST_PAGE || pageBytes > LARGEST_PAGE)
    throw new BadPage('names a size that no page has')
  const [free, main] = [readTree(body, 24), readTree(body, 72)]
  const isNumbered = (free.flags & OTHER_KINDS) === INTEGER_KEYS
  if (!isNumbered || main.flags !== 0) throw new BadPage('names tables of an unknown kind')
  const lastPage = body.readBigUInt64LE(120)
  if (lastPage >= BigInt(MAP_SIZE_BYTES / pageBytes)) throw new BadPage('names a last page that no store has')
  return { page, pageBytes, free, main, lastPage, commit: body.readBigUInt64LE(128) }
}
