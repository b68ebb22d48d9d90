/**
 * What this client has written and the server has not confirmed (S4). A server that says it has these clocks may have
 * them from somebody else, who took the client id and wrote other words: so they are repeated, for the server to compare.
 */
import * as Y from 'yjs'
import { scanUpdate } from './updates/scan.ts'
import { takeOut } from './updates/split.ts'

export class Unconfirmed {
  readonly #doc: Y.Doc
  /** By client id of this client's own: up to where the server has confirmed it. */
  #confirmed: Map<number, number>

  /** `clients`: client ids under which something may have been written that is not confirmed. */
  constructor(doc: Y.Doc, clients: Iterable<number>) {
    this.#doc = doc
    this.#confirmed = new Map([...this.#own(), ...Array.from(clients, (client): [number, number] => [client, 0])])
  }

  get clients(): number[] {
    return [...this.#confirmed.keys()]
  }

  /** The document's own client id has written. */
  wrote(): void {
    const { clientID } = this.#doc
    if (!this.#confirmed.has(clientID)) this.#confirmed.set(clientID, 0)
  }

  /** The server has all that is here. */
  confirmed(): void {
    this.#confirmed = this.#own()
  }

  /** An update with what a server with this state vector claims to have and has not confirmed; null if there is nothing. */
  claimedBy(stateVector: Uint8Array): Uint8Array | null {
    const theirs = Y.decodeStateVector(stateVector)
    const claimed = new Map(
      [...this.#confirmed].filter(([client, from]) => Math.min(this.#clock(client), theirs.get(client) ?? 0) > from),
    )
    if (claimed.size === 0) return null
    const clients = [...this.#doc.store.clients.keys()]
    const others = new Map(clients.map((client) => [client, claimed.get(client) ?? this.#clock(client)]))
    const scan = scanUpdate(Y.encodeStateAsUpdate(this.#doc, Y.encodeStateVector(others)))
    const structs = scan.sections.flatMap(({ client, structs }) =>
      structs.map((struct) => ({ struct, client, keep: 'all' as const })),
    )
    return takeOut(scan, structs, [])
  }

  #own(): Map<number, number> {
    const { clientID } = this.#doc
    return new Map([[clientID, this.#clock(clientID)]])
  }

  #clock(client: number): number {
    return Y.getState(this.#doc.store, client)
  }
}
