/**
 * Looks through LMDB's file before LMDB does. LMDB maps the file and believes every number in it, so one that was cut
 * short or damaged would end the process by SIGBUS or SIGSEGV, without a word. This reads the pages that are in use, as
 * bytes, and says which one is wrong. (Decision 0028)
 */
import { closeSync, fstatSync, openSync } from 'node:fs'
import { readMeta, type FileMeta } from './file-meta.ts'
import { BadPage, expectOverflow, NO_PAGE, nodesOf, onPage, PAGE_HEADER_BYTES, readPage } from './page.ts'
import type { PageFile, Row, Tree } from './page.ts'

interface Walk extends PageFile {
  lastPage: bigint
  /** Pages that were met. */
  used: Set<number>
}

/** LMDB's cursors can hold no deeper tree. */
const DEEPEST = 32
/** A table whose rows have versions; the others have no mark. */
const VERSIONED = 0x100
const NUMBER_BYTES = 8
/** While somebody else writes, what is wrong in a view that is no longer the newest may only be old. */
const MOST_VIEWS = 20

/**
 * In words, what is wrong with the file; null if LMDB can be let into it. Others may write it meanwhile.
 * @throws Error if it cannot be read at all
 */
export function findDamage(path: string): string | null {
  const fd = openSync(path, 'r')
  try {
    for (let view = 1; view <= MOST_VIEWS; view++) {
      const before = commitOf(fd)
      const found = lookThrough(fd)
      if (found === null || commitOf(fd) === before) return found
    }
    // Whoever writes all the time has looked through it when he began.
    return null
  } finally {
    closeSync(fd)
  }
}

function lookThrough(fd: number): string | null {
  try {
    const meta = readMeta(fd)
    onPage(meta.page, () => walkAll(fd, meta))
    return null
  } catch (error) {
    if (error instanceof BadPage) return `page ${error.page} ${error.message}`
    throw error
  }
}

/** Null if it cannot be read: a file that is damaged there does not change. */
function commitOf(fd: number): bigint | null {
  try {
    return readMeta(fd).commit
  } catch (error) {
    if (error instanceof BadPage) return null
    throw error
  }
}

function walkAll(fd: number, { pageBytes, lastPage, commit, main, free }: FileMeta): void {
  const pages = Math.floor(fstatSync(fd).size / pageBytes)
  const walk: Walk = { fd, pageBytes, pages, lastPage, commit, used: new Set([0, 1]) }
  walkTree(walk, main, (node) => {
    if (node.kind !== 'tree') throw new BadPage('has something else where tables are named')
    if (node.tree.flags !== 0 && node.tree.flags !== VERSIONED) throw new BadPage('names a table of an unknown kind')
    walkTree(walk, node.tree, expectRow)
  })
  const listed: Row[] = []
  walkTree(walk, free, (node) => listed.push(node))
  for (const node of listed) expectFree(walk, node)
}

function walkTree(walk: Walk, { root, depth }: Tree, onRow: (node: Row) => void): void {
  if (root === NO_PAGE && depth === 0) return
  if (depth === 0 || depth > DEEPEST) throw new BadPage('names a tree of no possible depth')
  walkFrom(walk, root, depth, onRow)
}

/** `height` is 1 for a leaf. */
function walkFrom(walk: Walk, number: bigint, height: number, onRow: (node: Row) => void): void {
  const page = take(walk, number, 1n)
  onPage(page, () => {
    for (const node of nodesOf(walk, page, height === 1)) {
      if (node.kind === 'child') walkFrom(walk, node.page, height - 1, onRow)
      else {
        if (node.kind === 'large') expectLarge(walk, node)
        onRow(node)
      }
    }
  })
}

/** Pages that stand in one place of one tree, and nowhere else. Gives the first. @throws BadPage */
function take(walk: Walk, first: bigint, count: bigint): number {
  const end = first + count
  if (first < 2n || count < 1n || end > walk.lastPage + 1n) throw new BadPage('names a page that there cannot be')
  if (end > BigInt(walk.pages)) throw new BadPage(`needs page ${end - 1n}, and the file ends before it`)
  for (let page = Number(first); page < Number(end); page++) {
    if (walk.used.has(page)) throw new BadPage(`names page ${page}, which stands elsewhere`)
    walk.used.add(page)
  }
  return Number(first)
}

function expectLarge(walk: Walk, { page: number, pages, bytes }: Extract<Row, { kind: 'large' }>): void {
  if (pages * BigInt(walk.pageBytes) < BigInt(bytes + PAGE_HEADER_BYTES))
    throw new BadPage('has a value of another size')
  const page = take(walk, number, pages)
  onPage(page, () => expectOverflow(walk, page, Number(pages)))
}

function expectRow({ kind }: Row): void {
  if (kind === 'tree') throw new BadPage('has a table where rows are due')
}

/**
 * A list of pages: how many numbers follow, then each; before a run of pages stands its length as a negative number, and
 * 0 is a place that was used up. LMDB would write over whatever stands there.
 */
function expectFree(walk: Walk, node: Row): void {
  if (node.kind === 'tree') throw new BadPage('has a table where free pages are due')
  if (node.key.byteLength !== NUMBER_BYTES) throw new BadPage('has a list of free pages of no commit')
  const list = node.kind === 'value' ? node.value : largeValue(walk, node)
  const count = list.byteLength < NUMBER_BYTES ? -1n : list.readBigInt64LE(0)
  if (count < 0n || (count + 1n) * BigInt(NUMBER_BYTES) > BigInt(list.byteLength)) throw notFree()
  let run = 1n
  for (let at = 1; at <= Number(count); at++) {
    const number = list.readBigInt64LE(at * NUMBER_BYTES)
    if (number < 0n) run = -number
    else if (number > 0n) {
      expectUnused(walk, number, run)
      run = 1n
    }
  }
}

function expectUnused({ lastPage, used }: Walk, first: bigint, count: bigint): void {
  if (first < 2n || first + count > lastPage + 1n) throw notFree()
  for (let page = Number(first); page < Number(first + count); page++) if (used.has(page)) throw notFree()
}

function largeValue(walk: Walk, { page, pages, bytes }: Extract<Row, { kind: 'large' }>): Buffer {
  const content = readPage(walk, Number(page), Number(pages) * walk.pageBytes)
  return content.subarray(PAGE_HEADER_BYTES, PAGE_HEADER_BYTES + bytes)
}

const notFree = (): BadPage => new BadPage('calls pages free that are not')
