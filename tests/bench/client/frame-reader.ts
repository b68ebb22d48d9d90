/** Cuts what a server sends into WebSocket frames, without copying those that came whole. */

/** The payload lies in `bytes` from `start` to `end`, for the time of the call; `length` is that of the whole frame. */
export type FrameHandlers = (opcode: number, bytes: Buffer, start: number, end: number, length: number) => void

const KEPT_BYTES = 256 * 1024
const SKIMMED_BYTES = 64

export class FrameReader {
  readonly #handle: FrameHandlers
  readonly #skim: boolean
  /** The beginning of a frame whose header has not come whole. */
  #header: Buffer | null = null
  /** A frame that is coming in several reads: its first bytes (all of them, unless skimmed) and how many came. */
  #body: Buffer | null = null
  #opcode = 0
  #came = 0
  #length = 0

  constructor(handle: FrameHandlers, skim: boolean) {
    this.#handle = handle
    this.#skim = skim
  }

  take(chunk: Buffer): void {
    let bytes = chunk
    let at = this.#body === null ? 0 : this.#continue(chunk)
    if (this.#header !== null) {
      bytes = Buffer.concat([this.#header, chunk])
      this.#header = null
    }
    while (at < bytes.length) at = this.#next(bytes, at)
  }

  /** Gives where the next frame begins. */
  #next(bytes: Buffer, at: number): number {
    const short = (bytes[at + 1] ?? 0) & 127
    const start = at + (short < 126 ? 2 : short === 126 ? 4 : 10)
    if (start > bytes.length) {
      this.#header = Buffer.from(bytes.subarray(at))
      return bytes.length
    }
    const first = bytes[at] ?? 0
    if ((first & 0x80) === 0) throw new Error('A server sent a message in fragments; this client does not read them.')
    const length =
      short < 126 ? short : short === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2))
    const end = start + length
    if (end > bytes.length) return this.#begin(first & 15, bytes, start, length)
    this.#handle(first & 15, bytes, start, end, length)
    return end
  }

  #begin(opcode: number, bytes: Buffer, start: number, length: number): number {
    this.#opcode = opcode
    this.#length = length
    this.#came = bytes.length - start
    this.#body = Buffer.allocUnsafe(this.#skim && length > KEPT_BYTES ? SKIMMED_BYTES : length)
    bytes.copy(this.#body, 0, start, start + Math.min(this.#came, this.#body.length))
    return bytes.length
  }

  #continue(chunk: Buffer): number {
    const body = this.#body
    if (body === null) return 0
    const taken = Math.min(this.#length - this.#came, chunk.length)
    if (this.#came < body.length) chunk.copy(body, this.#came, 0, Math.min(taken, body.length - this.#came))
    this.#came += taken
    if (this.#came < this.#length) return taken
    this.#body = null
    this.#handle(this.#opcode, body, 0, body.length, this.#length)
    return taken
  }
}
