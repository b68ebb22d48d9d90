/** A citation on its way by drag and drop or by the clipboard, from the report reader, a chip or another program into the text. */
import { Citation, parseCitation, quote } from '@briefboard/board'
import { chipData, citationAt } from './chip-attributes.ts'
import { chipText, citedWords } from './chip-words.ts'

const OWN = 'application/x-briefboard-citation'

/** Other programs get a link to be pasted, or the quotation with its source. */
export function putCarried(data: DataTransfer, citation: Citation): void {
  data.setData(OWN, JSON.stringify(citation))
  data.setData('text/html', asLink(citation))
  data.setData('text/plain', citedWords(citation))
}

/** Null if what comes is anything else, or a citation among other text. */
export function carriedIn(data: DataTransfer): Citation | null {
  return (
    readOwn(data.getData(OWN)) ?? readLink(data.getData('text/html')) ?? readWords(data.getData('text/plain').trim())
  )
}

/** Some browsers and programs carry only HTML. */
function asLink(citation: Citation): string {
  const attributes = Object.entries(chipData(citation)).map(([name, value]) => `${name}="${escaped(value)}"`)
  return `<a class="citation" ${attributes.join(' ')}>${escaped(chipText(citation))}</a>`
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

function readOwn(json: string): Citation | null {
  if (json === '') return null
  try {
    return Citation.safeParse(JSON.parse(json)).data ?? null
  } catch {
    return null // put there by something else
  }
}

function readLink(html: string): Citation | null {
  if (!html.includes('data-citation')) return null
  const { body } = new DOMParser().parseFromString(html, 'text/html')
  const chip = body.querySelector('a[data-citation]')
  return chip !== null && body.textContent.trim() === chip.textContent.trim() ? citationAt(chip) : null
}

const WORDS = /^(?:“([^“”]+)” )?\[(\S+), para\. (\d+)(?: (\([a-z]\)))?\]$/

/** What `citedWords` writes. The quotation is taken anew: what came as plain text cannot vouch for itself. */
function readWords(text: string): Citation | null {
  const [, quoted, symbol, paragraph, sub = ''] = WORDS.exec(text) ?? []
  const citation = parseCitation(`${symbol}:${paragraph}${sub}`)
  const quotation = quoted === undefined ? null : quote(quoted)
  return citation === null || quotation === null ? citation : { ...citation, quotation }
}
