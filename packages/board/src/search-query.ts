/**
 * What one types into a search box, understood: words, "phrases" and fields such as `region:africa`, `actor:"boko haram"`,
 * `level:severe`, `cites:S/2018/80` (or `cites:S/2018/80:13`), `status:in-review`, `kind:comment`. What is no field is text.
 */

export const SEARCH_FIELDS = ['region', 'actor', 'level', 'cites', 'status', 'kind'] as const
export type SearchField = (typeof SEARCH_FIELDS)[number]

export interface SearchQuery {
  /** To be found in the text, every one of them. */
  words: string[]
  phrases: string[]
  /** Values of one field are alternatives; fields narrow each other. As typed, without quotation marks. */
  fields: Partial<Record<SearchField, string[]>>
  /** In words, for whoever typed: what looks like a field and is none, or has no value. */
  hints: string[]
}

const TOKEN = /([A-Za-z]+):(?=\s|$)|(?:([A-Za-z]+):)?(?:"([^"]*)"?|([^\s"]+))/gu

export function parseSearch(typed: string): SearchQuery {
  const query: SearchQuery = { words: [], phrases: [], fields: {}, hints: [] }
  for (const [whole, empty, name, quoted, bare] of typed.normalize('NFC').matchAll(TOKEN)) {
    const value = (quoted ?? bare ?? '').trim()
    const field = fieldNamed(name ?? empty)
    if (empty !== undefined || (field !== null && value === '')) {
      query.hints.push(`${whole.trim()} needs a value behind the colon, without a space.`)
    } else if (field !== null) (query.fields[field] ??= []).push(value)
    else takeText(query, name, value, quoted !== undefined)
  }
  return query
}

export const isEmptySearch = ({ words, phrases, fields }: SearchQuery): boolean =>
  words.length === 0 && phrases.length === 0 && Object.keys(fields).length === 0

function takeText(query: SearchQuery, name: string | undefined, value: string, isPhrase: boolean): void {
  if (name !== undefined) {
    // "10:30" or "note:this" is what it says.
    query.hints.push(`${name}: is no field; searched as text. Fields are ${SEARCH_FIELDS.join(', ')}.`)
    query.words.push(name)
  }
  if (value === '') return
  if (isPhrase && /\s/.test(value)) query.phrases.push(value)
  else query.words.push(value)
}

function fieldNamed(name: string | undefined): SearchField | null {
  const wanted = name?.toLowerCase()
  return SEARCH_FIELDS.find((field) => field === wanted) ?? null
}
