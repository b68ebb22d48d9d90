/** A large snapshot whose every part tells its position, so that a torn one is seen. */

export const largeState = (position: number): Buffer => Buffer.alloc(3 * 1024 * 1024, `up to ${position};`)
