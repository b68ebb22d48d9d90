/** Sections as the bytes of a backup file, before gzip. */
import { createHash } from 'node:crypto'
import { LENGTHS_BYTES, type Section } from './format.ts'

export async function* encodeSections(sections: AsyncIterable<Section>): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  for await (const { head, body } of sections) {
    const text = Buffer.from(JSON.stringify(head))
    const lengths = Buffer.alloc(LENGTHS_BYTES)
    lengths.writeUInt32BE(text.byteLength, 0)
    lengths.writeUInt32BE(body.byteLength, 4)
    for (const bytes of [lengths, text, body]) {
      hash.update(bytes)
      yield bytes
    }
  }
  yield hash.digest()
}
