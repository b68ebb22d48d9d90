/** How values of a kind of their own travel from the server to the page. */
import { textOf } from '#lib/written.ts'
import type { Transport } from '@sveltejs/kit/hooks'

export const transport: Transport = {
  Written: {
    encode: (value: unknown) => textOf(value) ?? false,
    decode: (text: string): unknown => JSON.parse(text),
  },
}
