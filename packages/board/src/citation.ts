/** Citations of numbered paragraphs: their plain form, how they are written, and where they lead. */
import * as z from 'zod/mini'
import { Quotation } from './quotation.ts'

const SYMBOL = /^[A-Z][A-Z0-9.]*(?:\/[A-Za-z0-9.()-]+)+$/
/** The longest of the United Nations have some forty. */
const LONGEST_SYMBOL = 120

export const Citation = z.strictObject({
  /** A document's symbol, for instance S/2018/80. */
  symbol: z.string().check(z.maxLength(LONGEST_SYMBOL), z.regex(SYMBOL)),
  paragraph: z.number().check(z.int(), z.positive()),
  /** A sub-paragraph's letter. */
  sub: z.optional(z.string().check(z.regex(/^[a-z]$/))),
  /** The words of the paragraph that the citation rests on. */
  quotation: z.optional(Quotation),
})
export type Citation = z.infer<typeof Citation>

/** The same place with the same quotation stands once in a list. */
export const Citations = z.pipe(
  z.array(Citation),
  z.transform((citations) => distinctCitations(citations)),
)

export function distinctCitations(citations: readonly Citation[]): Citation[] {
  return [...new Map(citations.map((citation) => [quotedKey(citation), citation])).values()]
}

/** Of a place and what is quoted of it. */
export const quotedKey = (citation: Citation): string =>
  `${citationKey(citation)} ${citation.quotation?.hash ?? ''} ${citation.quotation?.text ?? ''}`

/** `S/2018/80:13` or `S/2016/92:76(b)`: citations of one place have equal keys, whatever they quote of it. */
export function citationKey({ symbol, paragraph, sub }: Citation): string {
  return `${symbol}:${paragraph}${sub === undefined ? '' : `(${sub})`}`
}

const ONE = /^(.+):(\d+)(?:\(([a-z])\))?$/

/** Reads what `citationKey` writes; null if it is not of that form. */
export function parseCitation(key: string): Citation | null {
  const found = ONE.exec(key.trim())
  if (found === null) return null
  const parsed = Citation.safeParse({
    symbol: found[1],
    paragraph: Number(found[2]),
    ...(found[3] === undefined ? {} : { sub: found[3] }),
  })
  return parsed.success ? parsed.data : null
}

/** Each place once, whatever is quoted of it. */
export const placesOf = (citations: readonly Citation[]): Citation[] => [
  ...new Map(citations.map(({ quotation: _, ...place }) => [citationKey(place), place])).values(),
]

const paragraphWords = ({ paragraph, sub }: Citation): string =>
  sub === undefined ? `${paragraph}` : `${paragraph} (${sub})`

function joined(words: string[]): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`
}

/** As United Nations documents write it: "S/2018/80, para. 13"; several of one document "S/2018/80, paras. 43 and 44". */
export function formatCitations(citations: readonly Citation[]): string {
  const bySymbol = Map.groupBy(placesOf(citations), ({ symbol }) => symbol)
  return [...bySymbol]
    .map(
      ([symbol, group]) => `${symbol}, ${group.length === 1 ? 'para.' : 'paras.'} ${joined(group.map(paragraphWords))}`,
    )
    .join('; ')
}

/** Where the cited document can be read: the United Nations' own address for its symbol. A bracket would end a link in Markdown. */
export const citationUrl = (symbol: string): string =>
  `https://undocs.org/${encodeURI(symbol.toWellFormed()).replaceAll('(', '%28').replaceAll(')', '%29')}`
