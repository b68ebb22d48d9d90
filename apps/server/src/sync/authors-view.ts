/**
 * A document as the author of an update saw it while writing: what is stored and he knew, and his new items in between.
 * Tells of each new item whether its two neighbours stood side by side before his eyes.
 */
import { NONE, type Struct } from '@briefboard/protocol'
import type * as Y from 'yjs'
import type { Past } from './past.ts'
import { firstOf, itemAt, type Place } from './places.ts'

/**
 * `never`: he cannot have seen them so. `later`: that is known only when his items before this one are stored. `unread`:
 * what he knew must be read first, which takes more than one go.
 */
export type Fit = 'fits' | 'never' | 'later' | 'unread'

/** How many more items may be passed. An update that needs more is no editor's. */
export interface Looks {
  left: number
}

/** Beyond so many, what he did not know of is not remembered one by one. */
const MOST_UNSEEN = 1000

interface Character {
  client: number
  clock: number
}

export class AuthorsView {
  readonly #client: number
  /** His first clock that is new. */
  readonly #from: number
  readonly #doc: Y.Doc
  readonly #looks: Looks
  readonly #past: Past
  /** What stands right of a character, or of a sequence's beginning, where his new items made it another than in the document. */
  readonly #next = new Map<string, string>()
  /** What stands in the document where he put new items, and he did not know of: the first character of each run. */
  readonly #unseen: Character[] = []
  /** And more than these: anything that he hears of may be one of it. */
  #isCrowded = false

  constructor(client: number, from: number, past: Past, doc: Y.Doc, looks: Looks) {
    this.#client = client
    this.#from = from
    this.#past = past
    this.#doc = doc
    this.#looks = looks
    past.learn(client, from)
  }

  /** Puts an item where it says, if it fits. `place`: where its neighbours lie, all of them stored or his own. */
  put(struct: Struct, place: Place): Fit {
    this.#learnFrom(struct)
    if (this.#hasHeardOfUnseen()) return 'later'
    const [left, right] = endsOf(struct, place)
    const next = this.#next.get(left) ?? this.#ownNext(struct)
    const isBetween = next === null ? this.#stoodSideBySide(struct, place) : next === right
    if (!this.#past.isSettled) return 'unread'
    if (!isBetween) return 'never'
    this.#next.set(left, nameOf(this.#client, struct.clock))
    this.#next.set(nameOf(this.#client, struct.clock + struct.length - 1), right)
    return 'fits'
  }

  #learnFrom(struct: Struct): void {
    this.#learn(struct.originClient, struct.originClock)
    this.#learn(struct.rightClient, struct.rightClock)
    this.#learn(struct.parentClient, struct.parentClock)
  }

  #learn(client: number, clock: number): void {
    if (client !== NONE && !this.#isNew(client, clock)) this.#past.learn(client, clock + 1)
  }

  #isNew(client: number, clock: number): boolean {
    return client === this.#client && clock >= this.#from
  }

  /** Whether what he has heard of stands left or right of his own is for the document to say. */
  #hasHeardOfUnseen(): boolean {
    if ((this.#unseen.length === 0 && !this.#isCrowded) || !this.#past.settle()) return false
    return this.#isCrowded || this.#unseen.some(({ client, clock }) => this.#past.knows(client, clock))
  }

  /** Right of a new character, as far as nothing was put between, stands the next one of its run. */
  #ownNext({ originClient, originClock }: Struct): string | null {
    return this.#isNew(originClient, originClock) ? nameOf(originClient, originClock + 1) : null
  }

  /** Whether nothing that he knew stands between the two in the document, the left one to the left. */
  #stoodSideBySide(struct: Struct, place: Place): boolean {
    const { originClient, originClock, rightClient, rightClock } = struct
    if (this.#isNew(rightClient, rightClock)) return false
    const left = originClient === NONE ? null : itemAt(this.#doc, originClient, originClock)
    const right = rightClient === NONE ? null : itemAt(this.#doc, rightClient, rightClock)
    if (left !== null && left === right) return rightClock === originClock + 1
    // What stands left of a character in its run is older than that.
    if (right !== null && rightClock > right.id.clock) return false
    this.#past.settle()
    if (left !== null && originClock + 1 < left.id.clock + left.length) {
      if (!this.#passOver(originClient, originClock + 1)) return false
    }
    let item = left === null ? firstOf(this.#doc, place) : left.right
    if (this.#past.isEmpty && right === null) {
      this.#isCrowded ||= item !== null
      return true
    }
    for (; item !== null && item !== right; item = item.right) {
      if (!this.#passOver(item.id.client, item.id.clock)) return false
    }
    return item === right
  }

  #passOver(client: number, clock: number): boolean {
    if (--this.#looks.left < 0 || this.#past.knows(client, clock)) return false
    if (this.#unseen.length < MOST_UNSEEN) this.#unseen.push({ client, clock })
    else this.#isCrowded = true
    return true
  }
}

const nameOf = (client: number, clock: number): string => `${client}:${clock}`

/** Names of what stands left and right of an item: characters, or the ends of a sequence. */
function endsOf(struct: Struct, place: Place): [left: string, right: string] {
  const { originClient, originClock, rightClient, rightClock } = struct
  return [
    originClient === NONE ? `begin ${JSON.stringify(place)}` : nameOf(originClient, originClock),
    rightClient === NONE ? `end ${JSON.stringify(place)}` : nameOf(rightClient, rightClock),
  ]
}
