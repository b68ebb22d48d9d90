/** The edits of the load: one character after the other, each a Yjs v1 update of its own with the next clock. */

const STRING = 4
const HAS_ORIGIN = 0x80
const LETTER = 'e'.charCodeAt(0)

/** What all writers type into. */
export const TEXT_NAME = 'bench'

/** Inserts one letter behind the writer's previous one. Clocks begin at 0. */
export function typedLetter(client: number, clock: number): Uint8Array {
  const bytes: number[] = [1, 1]
  pushVarUint(bytes, client)
  pushVarUint(bytes, clock)
  if (clock === 0) {
    bytes.push(STRING, 1, TEXT_NAME.length, ...Buffer.from(TEXT_NAME))
  } else {
    bytes.push(STRING | HAS_ORIGIN)
    pushVarUint(bytes, client)
    pushVarUint(bytes, clock - 1)
  }
  bytes.push(1, LETTER, 0)
  return Uint8Array.from(bytes)
}

export function pushVarUint(bytes: number[], value: number): void {
  let rest = value
  while (rest > 127) {
    bytes.push((rest & 127) | 128)
    rest = Math.floor(rest / 128)
  }
  bytes.push(rest)
}
