/**
 * A document as the author of an update saw it while writing: what is stored and he knew, and his new items in between.
 * Tells of each new item whether its two neighbours stood side by side before his eyes.
 */
import { NONE, type Struct } from '@briefboard/protocol'
import type * as Y from 'yjs'
import type { Past } from './past.ts'
import { firstOf, itemAt, type Place } from './places.ts'
import type { UnderWay } from './under-way.ts'
import type { Character, Walks } from './walks.ts'

/**
 * `never`: he cannot have seen them so. `later`: that is known only when his items before this one are stored. `unread`:
 * what he knew must be read first, or what stands between them passed, which takes more than one go. `crowded`: more stands
 * between them, and between others before, than may be passed.
 */
export type Fit = 'fits' | 'never' | 'later' | 'unread' | 'crowded'

/** How many more items may be passed in this go, and how far one has come in those before. */
export interface Looks {
  left: number
  readonly walks: Walks
  /** Over how many Yjs will pass to place the items that have fitted, and over how many it may. (S12) */
  passed: number
  readonly most: number
  readonly underWay: UnderWay
}

/** Beyond so many, what he did not know of is not remembered one by one. */
const MOST_UNSEEN = 1000

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
  /** No more items may be passed in this go. */
  #isTired = false
  /** Over how many Yjs will pass to place the item in question. */
  #passing = 0
  /** Whose they are, where something is on its way that may stand beside them. */
  readonly #passedClients = new Set<number>()
  /** How many were passed right of a character, or of a sequence's beginning: left of his own new items they stand again. */
  readonly #passedAt = new Map<string, number>()

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
    if (next === null) this.#passedAt.set(left, this.#passing)
    else this.#passAgain(left)
    if (this.#isOverMost) return 'crowded'
    if (!this.#past.isSettled || this.#isTired) return 'unread'
    this.#looks.walks.endFor(struct, this.#client)
    if (!isBetween) return 'never'
    this.#looks.passed += this.#passing
    this.#next.set(left, nameOf(this.#client, struct.clock))
    this.#next.set(nameOf(this.#client, struct.clock + struct.length - 1), right)
    return 'fits'
  }

  /** Right of a character of others, before what he has put there: Yjs passes over all of the others' once more. */
  #passAgain(left: string): void {
    this.#passing = this.#passedAt.get(left) ?? 0
    this.#looks.left -= this.#passing
    if (this.#looks.left < 0) this.#isTired = true
  }

  get #isOverMost(): boolean {
    return this.#looks.passed + this.#passing > this.#looks.most
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
    this.#passing = 0
    this.#passedClients.clear()
    if (this.#isNew(rightClient, rightClock)) return false
    const left = originClient === NONE ? null : itemAt(this.#doc, originClient, originClock)
    const right = rightClient === NONE ? null : itemAt(this.#doc, rightClient, rightClock)
    if (left !== null && left === right) return rightClock === originClock + 1
    // What stands left of a character in its run is older than that.
    if (right !== null && rightClock > right.id.clock) return false
    if (left !== null && originClock + 1 < left.id.clock + left.length) {
      if (!this.#passOver(originClient, originClock + 1)) return false
    }
    const first = left === null ? firstOf(this.#doc, place) : left.right
    return this.#walk(struct, first, right) && this.#passUnderWay(leftOf(struct, place))
  }

  /** Passes over what stands between an item's neighbours, from where the last go has ended. */
  #walk(struct: Struct, first: Y.Item | null, right: Y.Item | null): boolean {
    const { walks } = this.#looks
    const passed = walks.passedFor(struct, this.#client)
    const last = passed === null ? null : itemAt(this.#doc, passed.client, passed.clock)
    // What was passed before is not remembered one by one.
    if (last !== null) this.#isCrowded = true
    this.#passing += last === null ? 0 : (passed?.count ?? 0)
    let before: Y.Item | null = last
    let item = last === null ? first : last.right
    for (; item !== null && item !== right; item = item.right) {
      if (!this.#passOver(item.id.client, item.id.clock)) {
        if (this.#isTired && before !== null && this.#past.isSettled)
          walks.stopFor(struct, this.#client, { ...before.id, count: this.#passing })
        return false
      }
      before = item
    }
    return item === right
  }

  /** What is on its way stands there too when this item comes. */
  #passUnderWay(left: string): true {
    const { underWay } = this.#looks
    if (underWay.total > 0)
      this.#passing += this.#isCrowded ? underWay.total : underWay.behind(left, this.#passedClients)
    return true
  }

  #passOver(client: number, clock: number): boolean {
    if (--this.#looks.left < 0) this.#isTired = true
    if (this.#isTired || this.#past.knows(client, clock) || !this.#past.isSettled) return false
    this.#passing++
    if (this.#isOverMost) return false
    if (this.#looks.underWay.total > 0) this.#passedClients.add(client)
    if (this.#unseen.length < MOST_UNSEEN) this.#unseen.push({ client, clock })
    else this.#isCrowded = true
    return true
  }
}

const nameOf = (client: number, clock: number): string => `${client}:${clock}`

/** Names what stands left of an item: a character, or a sequence's beginning. */
export const leftOf = ({ originClient, originClock }: Struct, place: Place | null): string =>
  originClient === NONE ? `begin ${JSON.stringify(place)}` : nameOf(originClient, originClock)

/** Names of what stands left and right of an item: characters, or the ends of a sequence. */
function endsOf(struct: Struct, place: Place): [left: string, right: string] {
  const { rightClient, rightClock } = struct
  return [
    leftOf(struct, place),
    rightClient === NONE ? `end ${JSON.stringify(place)}` : nameOf(rightClient, rightClock),
  ]
}
