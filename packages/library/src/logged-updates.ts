/** A log's updates one behind the other in few pieces of memory: by themselves, small ones would take several times as much. */

export class LoggedUpdates {
  readonly #batches: { bytes: Uint8Array; ends: Uint32Array }[] = []

  add(updates: readonly Uint8Array[]): void {
    let end = 0
    const ends = Uint32Array.from(updates, ({ byteLength }) => (end += byteLength))
    this.#batches.push({ bytes: Buffer.concat(updates), ends })
  }

  *[Symbol.iterator](): Generator<Uint8Array> {
    for (const { bytes, ends } of this.#batches) {
      let from = 0
      for (const end of ends) {
        yield bytes.subarray(from, end)
        from = end
      }
    }
  }
}
