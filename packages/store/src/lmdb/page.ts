/** The pages of LMDB's file as lmdb-js writes them, read from their bytes and never believed. */
import { readSync } from 'node:fs'

export const PAGE_HEADER_BYTES = 24
const NODE_HEADER_BYTES = 8
const FEWEST_CHILDREN = 2
/** Where a large value lies: its first page, who wrote it, how many pages. */
const OVERFLOW_POINTER_BYTES = 24
const TREE_BYTES = 48

const BRANCH = 0x01
const LEAF = 0x02
const OVERFLOW = 0x04
/** Marks that LMDB may leave on a page and does not read again. */
const LEFT_OVER = 0xe000

const IN_OVERFLOW = 0x01
const IS_TREE = 0x02

/** No page: an empty tree has it as its root. */
export const NO_PAGE = 2n ** 64n - 1n

/** A B-tree: all of a table. */
export interface Tree {
  flags: number
  depth: number
  root: bigint
}

export type Node =
  /** Of a branch. */
  | { kind: 'child'; key: Buffer; page: bigint }
  | { kind: 'value'; key: Buffer; value: Buffer }
  | { kind: 'large'; key: Buffer; bytes: number; page: bigint; pages: bigint }
  | { kind: 'tree'; key: Buffer; tree: Tree }

/** What the leaves of a tree hold. */
export type Row = Exclude<Node, { kind: 'child' }>

/** What is wrong with a page, in words that go on from "page 17". */
export class BadPage extends Error {
  override name = 'BadPage'
  /** Which one; whoever looks at a page says so. */
  page: number | null = null
}

/** What goes wrong in `look` is wrong with this page. */
export function onPage<T>(page: number, look: () => T): T {
  try {
    return look()
  } catch (error) {
    if (error instanceof BadPage) error.page ??= page
    throw error
  }
}

export interface PageFile {
  fd: number
  pageBytes: number
  /** Of the file, as it is now. */
  pages: number
  /** The last; LMDB takes a page of a later one for its own that it may write, wherever it lies. */
  commit: bigint
}

/** The first bytes of a page, all of it if not told. @throws BadPage if the file ends before it does */
export function readPage({ fd, pageBytes }: PageFile, page: number, bytes = pageBytes): Buffer {
  const content = Buffer.allocUnsafe(bytes)
  if (readSync(fd, content, 0, bytes, page * pageBytes) < bytes)
    throw new BadPage('is not there: the file ends before it')
  return content
}

export const readTree = (bytes: Buffer, at = 0): Tree => ({
  flags: bytes.readUInt16LE(at + 4),
  depth: bytes.readUInt16LE(at + 6),
  root: bytes.readBigUInt64LE(at + 40),
})

/** The nodes of a branch or a leaf, in order. @throws BadPage */
export function nodesOf(file: PageFile, page: number, isLeaf: boolean): Node[] {
  const content = readPage(file, page)
  expectHeader(file, content, page, isLeaf ? LEAF : BRANCH)
  const [lower, upper] = [content.readUInt16LE(20), content.readUInt16LE(22)]
  const isPlausible = lower > 0 && lower % 2 === 0 && lower <= upper && upper <= content.byteLength - PAGE_HEADER_BYTES
  if (!isPlausible) throw new BadPage('has borders that fit no page')
  if (!isLeaf && lower / 2 < FEWEST_CHILDREN) throw new BadPage('branches to one page only')
  return Array.from({ length: lower / 2 }, (_, index) => {
    const at = content.readUInt16LE(PAGE_HEADER_BYTES + 2 * index)
    if (at < upper || at % 2 !== 0) throw new BadPage('names a place outside of itself')
    return nodeAt(file, content.subarray(PAGE_HEADER_BYTES + at), isLeaf)
  })
}

/** The first page of a large value. @throws BadPage */
export function expectOverflow(file: PageFile, page: number, pages: number): void {
  const header = readPage(file, page, PAGE_HEADER_BYTES)
  expectHeader(file, header, page, OVERFLOW)
  if (header.readUInt32LE(20) !== pages) throw new BadPage('begins a value of another length')
}

function expectHeader(file: PageFile, content: Buffer, page: number, kind: number): void {
  if (content.readBigUInt64LE(0) !== BigInt(page)) throw new BadPage('bears another number')
  expectWritten(file, content.readBigUInt64LE(8))
  if ((content.readUInt16LE(18) & ~LEFT_OVER) !== kind) throw new BadPage('is of another kind than its place')
}

function expectWritten({ commit }: PageFile, by: bigint): void {
  if (by > commit) throw new BadPage('was written after the last commit')
}

function nodeAt(file: PageFile, rest: Buffer, isLeaf: boolean): Node {
  if (rest.byteLength < NODE_HEADER_BYTES) throw outside()
  const [low, high, flags, keyBytes] = [0, 2, 4, 6].map((offset) => rest.readUInt16LE(offset))
  const bytes = (low ?? 0) + (high ?? 0) * 0x10000
  const key = part(rest, NODE_HEADER_BYTES, keyBytes ?? 0)
  const after = NODE_HEADER_BYTES + key.byteLength
  if (!isLeaf) return { kind: 'child', key, page: BigInt(bytes) + BigInt(flags ?? 0) * 2n ** 32n }
  switch (flags) {
    case 0:
      return { kind: 'value', key, value: part(rest, after, bytes) }
    case IN_OVERFLOW: {
      const pointer = part(rest, after, OVERFLOW_POINTER_BYTES)
      expectWritten(file, pointer.readBigUInt64LE(8))
      return { kind: 'large', key, bytes, page: pointer.readBigUInt64LE(0), pages: pointer.readBigUInt64LE(16) }
    }
    case IS_TREE: {
      if (bytes !== TREE_BYTES) throw new BadPage('has a table of another size')
      return { kind: 'tree', key, tree: readTree(part(rest, after, TREE_BYTES)) }
    }
    default:
      throw new BadPage('has a value of an unknown kind')
  }
}

function part(bytes: Buffer, at: number, length: number): Buffer {
  if (at + length > bytes.byteLength) throw outside()
  return bytes.subarray(at, at + length)
}

const outside = (): BadPage => new BadPage('names a place outside of itself')
