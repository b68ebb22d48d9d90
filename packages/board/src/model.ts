/** The domain as plain values. Yjs is an encoding of them (see doc/), a pack is a rendering of them. */
import { Marking } from '@briefboard/protocol'
import * as z from 'zod/mini'
import { Citation, Citations } from './citation.ts'
import { Confidence, Likelihood, LikelihoodScale, ThreatLevel, Trend } from './scales.ts'
import type { Block } from './assessment.ts'
import { LIMITS } from './doc/limits.ts'

const Id = z.string().check(z.minLength(1), z.maxLength(64))
const atMost = (characters: number) => z.maxLength(characters, `has more than ${characters} characters`)
const fewEntries = z.maxLength(LIMITS.listInValue, `has more than ${LIMITS.listInValue} entries`)
/** What stands in a list, a table or a drawing: a text without an end would stand there as often as the value does. */
const Filled = z.string().check(z.minLength(1), atMost(LIMITS.value))
const Name = z.string().check(atMost(LIMITS.name))
/** A day, or a moment of one, of a time that a board may speak of: what sorts, draws and prints dates takes no other. */
export const Instant = z.string().check(
  z.maxLength(40),
  z.regex(/^(?:1[89]|2[01])\d\d-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)?)?$/),
  z.refine((text) => !Number.isNaN(Date.parse(text))),
)

export const Who = z.object({ id: Id, name: z.string().check(z.maxLength(200)) })
export type Who = z.infer<typeof Who>

export const CARD_STATUSES = ['draft', 'in-review', 'approved', 'published', 'archived'] as const
export const CardStatus = z.enum(CARD_STATUSES)
export type CardStatus = z.infer<typeof CardStatus>

export const THEMES = {
  'core-network': 'ISIL core and network',
  financing: 'Financing',
  'foreign-terrorist-fighters': 'Foreign terrorist fighters',
  returnees: 'Returnees and relocators',
  'external-attacks': 'External attacks and methods',
  propaganda: 'Propaganda, recruitment and the Internet',
  'aviation-borders': 'Aviation and border security',
  'cultural-heritage': 'Cultural heritage',
  'vulnerable-groups': 'Conflict-related sexual violence and vulnerable groups',
  'criminal-justice': 'Criminal justice and evidence',
  rehabilitation: 'Prisons, rehabilitation and reintegration',
  prevention: 'Preventing violent extremism',
  'un-response': 'United Nations response and coordination',
} as const
export type Theme = keyof typeof THEMES

const THEME_NAMES: ReadonlyMap<string, string> = new Map(Object.entries(THEMES))

/** What a card names may be no theme of ours, and is then shown as it is. */
export const themeName = (theme: string): string => THEME_NAMES.get(theme) ?? theme

/** In the place of a region's or theme's id: what belongs to none of them. No region is called so. */
export const NONE = 'none'

/** Keys grow by a letter for each few cards or regions that are put into one place. */
export const Order = z.string().check(z.minLength(1), atMost(LIMITS.title))

/** Each text once: pages and drawings tell them apart by nothing else. */
const Distinct = z.pipe(
  z.array(Name).check(fewEntries),
  z.transform((texts) => [...new Set(texts)]),
)

export const Region = z.object({
  id: Id.check(z.refine((id) => id !== NONE)),
  name: z.string().check(z.minLength(1), z.maxLength(200)),
  order: Order,
  m49: Distinct,
  /** ISO 3166-1 alpha-2. */
  countries: Distinct,
  /** The headings in the reports that the region stands for. */
  headings: z.array(z.object({ report: Name, heading: z.string().check(atMost(LIMITS.title)) })).check(fewEntries),
})
export type Region = z.infer<typeof Region>

/** One view of a card's threat, never changed once made. A newer one names it as its basis. */
export const Judgement = z.object({
  id: Id,
  /** The judgement this one was made on; null for a first one. */
  basis: z.nullable(Id),
  /** Judgements that were up for choice beside the basis and were decided against. */
  settles: z._default(z.array(Id), []),
  threatLevel: ThreatLevel,
  trend: Trend,
  likelihood: Likelihood,
  confidence: Confidence,
  reason: z.string().check(atMost(LIMITS.prose)),
  citations: Citations,
  by: Who,
  at: Instant,
  /** The date of the report that a seeded judgement looks from. */
  asOf: z.nullable(Instant),
})
export type Judgement = z.infer<typeof Judgement>

/** A card was looked at again because of a newer report, and nothing in it had to change. */
export const LookedAt = z.object({
  id: Id,
  /** Of the newer report. */
  symbol: z.string().check(z.minLength(1), z.maxLength(120)),
  note: z._default(z.string().check(z.maxLength(2000)), ''),
  by: Who,
  at: Instant,
})
export type LookedAt = z.infer<typeof LookedAt>

export const FIGURE_QUALIFIERS = [
  'estimated',
  'as much as',
  'fewer than',
  'more than',
  'approximately',
  'none',
] as const

/** A number that a report gives. Only figures of one measure, unit and basis may share a chart. */
export const Figure = z.object({
  id: Id,
  card: Id,
  measure: Filled,
  /** Equal for a single value; null is an open end ("more than" has no high, "as much as" and "fewer than" no low). */
  low: z.nullable(z.number()),
  high: z.nullable(z.number()),
  unit: Filled,
  period: Filled,
  basis: Filled,
  qualifier: z.enum(FIGURE_QUALIFIERS),
  citation: Citation,
})
export type Figure = z.infer<typeof Figure>

export const Actor = z.object({
  id: Id,
  name: Filled,
  aliases: Distinct,
  /** Reference of the United Nations sanctions list; null where the reports give none. */
  listReference: z.nullable(z.string().check(z.regex(/^QD[ei]\.\d{3}$/))),
})
export type Actor = z.infer<typeof Actor>

export const GapValue = z.object({ text: z.string().check(atMost(LIMITS.prose)), citations: Citations })
export type Gap = z.infer<typeof GapValue>

export interface Card {
  id: string
  title: string
  region: string
  order: string
  status: CardStatus
  /** null: the board's own. */
  marking: Marking | null
  actors: string[]
  countries: string[]
  themes: string[]
  tags: string[]
  keyJudgement: string
  /** Rich text, from the card's own document; empty where that was not read. */
  assessment: Block[]
  gaps: Gap[]
  judgements: Judgement[]
  /** Never changed once made. */
  lookedAt: LookedAt[]
  createdAt: string
  createdBy: Who
}

export interface Board {
  id: string
  title: string
  description: string
  /** Of every card that has none of its own. */
  marking: Marking
  likelihoodScale: LikelihoodScale
  /** The date up to which the board's sources speak; null if none is set. */
  asOf: string | null
  regions: Region[]
  cards: Card[]
  actors: Actor[]
  figures: Figure[]
}

export interface Section {
  id: string
  heading: string
  level: number
  parent: string | null
  /** First and last paragraph directly under the heading; null where there is none. */
  paragraphs: [number, number] | null
}

export interface Paragraph {
  number: number
  section: string
  /** What it says, in our own words; empty: nobody has written it (a report that came with an import). */
  digest: string
  regions: string[]
  themes: string[]
  actors: string[]
  subparagraphs: string[]
}

export interface Report {
  symbol: string
  title: string
  series: string
  number: number
  /** ISO 8601 date. */
  date: string
  url: string
  sections: Section[]
  paragraphs: Paragraph[]
}

/** A card's effective marking. */
export const markingOf = (board: Pick<Board, 'marking'>, card: Pick<Card, 'marking'>): Marking =>
  card.marking ?? board.marking
