/** The domain as plain values. Yjs is an encoding of them (see doc/), a pack is a rendering of them. */
import { Marking } from '@briefboard/protocol'
import * as z from 'zod/mini'
import { Citation } from './citation.ts'
import { Confidence, Likelihood, LikelihoodScale, ThreatLevel, Trend } from './scales.ts'
import type { Block } from './assessment.ts'

const Id = z.string().check(z.minLength(1), z.maxLength(64))
const Filled = z.string().check(z.minLength(1))
const Instant = z.string().check(z.minLength(10), z.maxLength(40))

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

export const Region = z.object({
  id: Id,
  name: z.string().check(z.minLength(1), z.maxLength(200)),
  order: Filled,
  m49: z.array(z.string()),
  /** ISO 3166-1 alpha-2. */
  countries: z.array(z.string()),
  /** The headings in the reports that the region stands for. */
  headings: z.array(z.object({ report: z.string(), heading: z.string() })),
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
  reason: z.string().check(z.maxLength(4000)),
  citations: z.array(Citation),
  by: Who,
  at: Instant,
  /** The date of the report that a seeded judgement looks from. */
  asOf: z.nullable(z.string()),
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

export const FIGURE_QUALIFIERS = ['estimated', 'as much as', 'more than', 'approximately', 'none'] as const

/** A number that a report gives. Only figures of one measure, unit and basis may share a chart. */
export const Figure = z.object({
  id: Id,
  card: Id,
  measure: Filled,
  /** Equal for a single value; null is an open end ("more than" has no high, "as much as" no low). */
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
  aliases: z.array(z.string()),
  /** Reference of the United Nations sanctions list; null where the reports give none. */
  listReference: z.nullable(z.string().check(z.regex(/^QD[ei]\.\d{3}$/))),
})
export type Actor = z.infer<typeof Actor>

export interface Gap {
  text: string
  citations: Citation[]
}

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
