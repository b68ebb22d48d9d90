/**
 * Who may continue what (S3, S4): how far each Yjs client of a document is, and to whom it belongs. A client id belongs
 * for good to the person whose update first used it. Read in the order of the log, the ledger is the same on every node.
 */
import { visitInOrder, type Scan, type Section } from '@briefboard/protocol'
import type { Author } from '@briefboard/store'

/** What a ledger says to an update: it fits; something before it is missing; it writes under another's client id. */
export type Fit = 'fits' | 'gap' | 'not-yours'

export class Ledger {
  readonly clocks: Map<number, number>
  readonly owners: Map<number, Author>
  /** How many client ids belong to each. */
  readonly #ids = new Map<Author, number>()

  constructor(clocks: Iterable<[number, number]> = [], owners: Iterable<[number, Author]> = []) {
    this.clocks = new Map(clocks)
    this.owners = new Map(owners)
    for (const author of this.owners.values()) this.#count(author)
  }

  copy(): Ledger {
    return new Ledger(this.clocks, this.owners)
  }

  readonly clockOf = (client: number): number => this.clocks.get(client) ?? 0

  judge(scan: Scan, author: Author): Fit {
    for (const { client, end } of scan.sections) {
      // Holes and garbage count too: whoever takes another's coming clocks keeps that other from writing.
      if (end > this.clockOf(client) && !this.#mayWrite(client, author)) return 'not-yours'
    }
    if (scan.sections.length > 0 && !visitInOrder(scan, this.clockOf, () => undefined)) return 'gap'
    return this.#knowsDeleted(scan) ? 'fits' : 'gap'
  }

  /** Whether a fitting update brings any struct that is not here yet. */
  isNews(scan: Scan): boolean {
    return scan.sections.some((section) => endOf(section) > this.clockOf(section.client))
  }

  /** Notes an update that fits. */
  take(scan: Scan, author: Author): void {
    for (const section of scan.sections) {
      const { client } = section
      const end = endOf(section)
      if (end <= this.clockOf(client)) continue
      this.clocks.set(client, end)
      if (this.owners.has(client)) continue
      this.owners.set(client, author)
      this.#count(author)
    }
  }

  /** How many client ids would belong to the author of an update that fits. */
  idsAfter({ sections }: Scan, author: Author): number {
    const news = sections.filter(({ client }) => !this.owners.has(client))
    return (this.#ids.get(author) ?? 0) + news.length
  }

  #count(author: Author): void {
    this.#ids.set(author, (this.#ids.get(author) ?? 0) + 1)
  }

  #mayWrite(client: number, author: Author): boolean {
    const owner = this.owners.get(client)
    return owner === undefined || owner === author
  }

  /** Whether all that is deleted is here, or comes with the update. */
  #knowsDeleted({ sections, deleted }: Scan): boolean {
    if (deleted.length === 0) return true
    const ends = new Map(sections.map((section) => [section.client, endOf(section)]))
    return deleted.every(
      ({ client, clock, length }) => clock + length <= Math.max(this.clockOf(client), ends.get(client) ?? 0),
    )
  }
}

/** The clock after the last struct that is not a hole; 0 if there is none: holes bring nobody further. */
function endOf({ structs }: Section): number {
  const last = structs.findLast(({ kind }) => kind !== 'skip')
  return last === undefined ? 0 : last.clock + last.length
}
