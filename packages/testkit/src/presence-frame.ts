/** What a client says of itself, as a frame made byte for byte: also what no honest client says. */
import { AWARENESS } from '@briefboard/protocol'
import * as encoding from 'lib0/encoding'

/** A presence frame of one state. `client` and `clock` may be given as the bytes that stand for them; `json` is the state. */
export function presenceFrame(client: Uint8Array | number, clock: Uint8Array | number, json: string): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, AWARENESS)
    const payload = encoding.encode((inner) => {
      encoding.writeVarUint(inner, 1)
      for (const number of [client, clock])
        if (typeof number === 'number') encoding.writeVarUint(inner, number)
        else encoding.writeUint8Array(inner, number)
      encoding.writeVarString(inner, json)
    })
    encoding.writeVarUint8Array(encoder, payload)
  })
}
