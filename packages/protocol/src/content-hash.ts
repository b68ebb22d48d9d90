/**
 * A hash of what a document says (S15): two documents with equal hashes show the same, whatever course brought them
 * there. Equal state vectors do not prove that; this walks through the content itself, in the order in which it reads.
 */
import type * as Y from 'yjs'

/** Yjs' own numbers of the kinds of content. */
const STRING = 4
const FORMAT = 6
const TYPE = 7

/** After so many items there is a pause, in which a server answers others. */
const ITEMS_A_STEP = 2000

/** As much of Yjs' structures as is read here; none of it is in Yjs' public types. */
interface ItemLike {
  deleted: boolean
  right: ItemLike | null
  content: { getRef(): number; getContent(): unknown[]; str?: string; type?: TypeLike; key?: string; value?: unknown }
}
interface TypeLike {
  _start: ItemLike | null
  _map: Map<string, ItemLike>
  nodeName?: unknown
}

export function contentHash(doc: Y.Doc): string {
  const steps = hashSteps(doc)
  for (;;) {
    const { done, value } = steps.next()
    if (done === true) return value
  }
}

/** Gives the hash at the end; yields now and then. The document must not change in between. */
export function* hashSteps(doc: Y.Doc): Generator<void, string> {
  const hash = new Hash()
  // Roots that were only asked for and never written are empty, and count as not there.
  const roots = [...doc.share].map(([name, type]) => [name, type as unknown as TypeLike] as const)
  for (const [name, type] of roots.filter(([, type]) => !isEmpty(type)).toSorted(byName)) {
    hash.add(`root ${name}`)
    yield* addType(hash, type)
  }
  return hash.toString()
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : a > b ? 1 : 0

function isEmpty(type: TypeLike): boolean {
  let item = nextShown(type._start)
  while (item?.content.getRef() === FORMAT) item = nextShown(item.right)
  return item === null && shownEntries(type).length === 0
}

function nextShown(item: ItemLike | null): ItemLike | null {
  let next = item
  while (next?.deleted) next = next.right
  return next
}

function shownEntries(type: TypeLike): [string, ItemLike][] {
  return [...type._map].filter(([, item]) => !item.deleted).toSorted(byName)
}

function* addType(hash: Hash, type: TypeLike): Generator<void, void> {
  if (typeof type.nodeName === 'string') hash.add(`node ${type.nodeName}`)
  for (const [key, item] of shownEntries(type)) {
    hash.add(`key ${key}`)
    yield* addContent(hash, item)
  }
  hash.add('[')
  const formats = new Formats()
  for (let item = nextShown(type._start); item !== null; item = nextShown(item.right)) {
    if (++hash.items % ITEMS_A_STEP === 0) yield
    if (item.content.getRef() === FORMAT) formats.set(item.content)
    else {
      const changed = formats.takeChanged()
      if (changed !== null) hash.add(`formatted ${changed}`)
      yield* addContent(hash, item)
    }
  }
  hash.add(']')
}

/**
 * How the text is formatted where the walk has come to. Copies drop marks that change nothing, each in its own time; so
 * the marks themselves do not count, but what they do to the next character.
 */
class Formats {
  readonly #now = new Map<string, string>()
  #isMarked = false
  #told = '[]'

  set({ key = '', value }: ItemLike['content']): void {
    this.#isMarked = true
    if (value === null) this.#now.delete(key)
    else this.#now.set(key, JSON.stringify(value, plain))
  }

  /** The formats, if they are others than those told last. */
  takeChanged(): string | null {
    if (!this.#isMarked) return null
    this.#isMarked = false
    const told = JSON.stringify([...this.#now].toSorted(byName))
    if (told === this.#told) return null
    this.#told = told
    return told
  }
}

function* addContent(hash: Hash, { content }: ItemLike): Generator<void, void> {
  const kind = content.getRef()
  // Where a text is cut into items differs from peer to peer; its characters do not.
  if (kind === STRING) return hash.addText(content.str ?? '')
  if (kind === TYPE && content.type !== undefined) return yield* addType(hash, content.type)
  const parts = kind === FORMAT ? [content.key, content.value] : content.getContent()
  for (const part of parts) hash.add(`${kind} ${JSON.stringify(part, plain)}`)
}

/** What JSON has no word for, and the keys of objects in one order. */
function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return `bigint ${value}`
  if (value instanceof Uint8Array) return `bytes ${[...value].join()}`
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).toSorted(byName))
}

/** Two 32-bit FNV-1a sums with different starts over UTF-16 units: finds differences, not forgeries. */
class Hash {
  items = 0
  #a = 0x811c9dc5
  #b = 0x050c5d1f

  addText(text: string): void {
    for (let at = 0; at < text.length; at++) this.#mix(text.charCodeAt(at))
  }

  add(word: string): void {
    this.#mix(0x10000)
    this.addText(word)
    this.#mix(0x10001)
  }

  #mix(unit: number): void {
    this.#a = Math.imul(this.#a ^ unit, 0x01000193)
    this.#b = Math.imul(this.#b ^ unit, 0x01000197)
  }

  toString(): string {
    return [this.#a, this.#b].map((sum) => (sum >>> 0).toString(16).padStart(8, '0')).join('')
  }
}
