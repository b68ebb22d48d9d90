/** One document while it is read: what is shown of it, what is searched for, and which passage is taken hold of. */
import type { Citation } from '@briefboard/board'
import type { Citings } from './citings.ts'
import { asSearched, placesOf, type Normalized, type Range } from './normalized-text.ts'
import type { Highlight } from './paragraph-pieces.ts'
import { citationOf, type Passage } from './passage.ts'
import { placeOfQuotation, quotedOf, type Quoted } from './quoted-passages.ts'
import { keyOfParagraph, paragraphsOf, type ReaderDocument, type ReaderParagraph } from './reader-document.ts'
import { FIRST_SHOWING, keptShowing, keepShowing, type Showing } from './showing.ts'

export interface Hit {
  key: string
  where: 'own' | 'digest'
  range: Range
}

const NO_HITS: readonly Hit[] = []

interface Opening {
  document: () => ReaderDocument
  citings: () => Citings
  /** What somebody came here for. */
  pointed?: () => Citation | null
}

export class ReportReader {
  readonly #document: () => ReaderDocument
  readonly #citings: () => Citings
  readonly #pointed: () => Citation | null
  #chosen = $state<Showing>(FIRST_SHOWING)
  #query = $state('')
  #hitAt = $state(-1)
  /** The paragraph that the keyboard is at. */
  here = $state<string | null>(null)
  /** What would be cited now. */
  passage = $state.raw<Passage | null>(null)
  /** The section at the top of what is seen. */
  section = $state<string | null>(null)

  constructor({ document, citings, pointed = () => null }: Opening) {
    this.#document = document
    this.#citings = citings
    this.#pointed = pointed
  }

  get pointed(): Citation | null {
    return this.#pointed()
  }

  get document(): ReaderDocument {
    return this.#document()
  }

  paragraphs = $derived.by((): ReaderParagraph[] => paragraphsOf(this.document))
  #byKey = $derived.by(() => new Map(this.paragraphs.map((paragraph) => [paragraph.key, paragraph])))

  /** To be called in the browser, once the page is there. */
  readChoice(): void {
    this.#chosen = keptShowing()
  }

  /** Of a document that has only one of the two there is no choice. */
  showing = $derived.by((): Showing => {
    const { hasText, hasDigests } = this.document
    return hasText && hasDigests ? this.#chosen : hasText ? 'text' : 'digest'
  })

  show(showing: Showing): void {
    this.#chosen = showing
    keepShowing(showing)
  }

  /** A paragraph that lacks what is to be shown shows what it has. */
  showsText({ own, digest }: ReaderParagraph): boolean {
    return own !== null && (this.showing !== 'digest' || digest === null)
  }

  showsDigest({ own, digest }: ReaderParagraph): boolean {
    return digest !== null && (this.showing !== 'text' || own === null)
  }

  paragraph(key: string): ReaderParagraph | null {
    return this.#byKey.get(key) ?? null
  }

  citing({ number }: ReaderParagraph): Citings[number] {
    return (number === null ? undefined : this.#citings()[number]) ?? []
  }

  quoted(paragraph: ReaderParagraph): Quoted {
    return quotedOf(paragraph.own?.text ?? null, this.citing(paragraph))
  }

  get query(): string {
    return this.#query
  }

  set query(query: string) {
    this.#query = query
    this.#hitAt = -1
  }

  /** As they are compared, made once for a document. */
  #searchable = $derived.by(() =>
    this.paragraphs.map((paragraph) => ({
      paragraph,
      own: paragraph.own === null ? null : asSearched(paragraph.own.text),
      digest: paragraph.digest === null ? null : asSearched(paragraph.digest),
    })),
  )

  /** Of what is shown, in its order. */
  hits = $derived.by((): readonly Hit[] => {
    const words = asSearched(this.#query)
    if (words.text.trim().length < 2) return NO_HITS
    return this.#searchable.flatMap(({ paragraph, own, digest }) => [
      ...(this.showsText(paragraph) ? hitsIn(paragraph.key, 'own', own, words) : NO_HITS),
      ...(this.showsDigest(paragraph) ? hitsIn(paragraph.key, 'digest', digest, words) : NO_HITS),
    ])
  })

  #hitsByKey = $derived.by(() => Map.groupBy(this.hits, ({ key }) => key))

  /** Its place among the hits; -1 before the first step. */
  get hitAt(): number {
    return this.#hitAt
  }

  /** To the next hit, or the one before, round and round; null if there is none. */
  step(by: 1 | -1): Hit | null {
    const count = this.hits.length
    if (count === 0) return null
    this.#hitAt = this.#hitAt < 0 ? (by > 0 ? 0 : count - 1) : (this.#hitAt + by + count) % count
    return this.hits[this.#hitAt] ?? null
  }

  hitHighlights(key: string, where: Hit['where']): Highlight[] {
    const found = this.#hitsByKey.get(key)
    if (found === undefined) return []
    const current = this.hits[this.#hitAt]
    return found
      .filter((hit) => hit.where === where)
      .map((hit) => ({ range: hit.range, look: hit === current ? 'current' : 'hit' }))
  }

  pointedHighlights({ key, own }: ReaderParagraph): Highlight[] {
    const { pointed } = this
    if (pointed?.quotation === undefined || own === null || keyOfParagraph(pointed.paragraph) !== key) return []
    const range = placeOfQuotation(own.text, pointed.quotation)
    return range === null ? [] : [{ range, look: 'pointed' }]
  }

  /** The passage as a citation; null if there is none, or it cannot be one. */
  citation = $derived.by((): Citation | null =>
    this.passage === null ? null : citationOf(this.document.summary.symbol, this.passage),
  )
}

function hitsIn(key: string, where: Hit['where'], text: Normalized | null, words: Normalized): Hit[] {
  return text === null ? [] : placesOf(words, text).map((range) => ({ key, where, range }))
}
