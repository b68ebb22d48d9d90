/** What a seed file must be. The format is explained in seeds/README.md. */
import { Marking } from '@briefboard/protocol'
import { z } from 'zod'
import { parseCitation, type Citation } from '../citation.ts'
import { Actor, FIGURE_QUALIFIERS, THEMES } from '../model.ts'
import { Confidence, Likelihood, LikelihoodScale, ThreatLevel, Trend } from '../scales.ts'

const themes = z.array(z.enum(Object.keys(THEMES)))
const countries = z.array(z.string().regex(/^[A-Z]{2}$/, 'is not an ISO 3166-1 alpha-2 code'))
const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

/** `S/2018/80:13` as a Citation. */
const citation = z.string().transform((key, context): Citation => {
  const parsed = parseCitation(key)
  if (parsed !== null) return parsed
  context.addIssue({ code: 'custom', message: `${key} is no citation of the form S/2018/80:13` })
  return z.NEVER
})

export const ReportSeed = z.strictObject({
  symbol: z.string(),
  title: z.string().min(10),
  series: z.string(),
  number: z.number().int().positive(),
  date: isoDate,
  url: z.url(),
  sections: z.array(
    z.strictObject({
      id: z.string(),
      heading: z.string(),
      level: z.number().int().min(1).max(4),
      parent: z.string().nullable(),
      paragraphs: z.tuple([z.number(), z.number()]).nullable(),
    }),
  ),
  paragraphs: z.array(
    z.strictObject({
      number: z.number().int().positive(),
      section: z.string(),
      digest: z.string().trim().min(10),
      regions: z.array(z.string()).default([]),
      themes: themes.default([]),
      actors: z.array(z.string()).default([]),
      subparagraphs: z.array(z.string().regex(/^[a-z]$/)).default([]),
    }),
  ),
})

export const ActorSeed = z.object({ ...Actor.shape, source: z.string().optional() })

export const BoardSeed = z.strictObject({
  title: z.string().min(1),
  description: z.string(),
  marking: Marking,
  likelihoodScale: LikelihoodScale,
  asOf: isoDate,
  reports: z.array(z.string()).min(1),
  /** The cards' file names without their ending, in the order in which they stand in their regions. */
  cards: z.array(z.string()).min(1),
  regions: z
    .array(
      z.strictObject({
        id: z.string(),
        name: z.string().min(1),
        m49: z.array(z.string().regex(/^\d{3}$/)),
        countries,
        headings: z.array(z.strictObject({ report: z.string(), heading: z.string() })),
      }),
    )
    .min(1),
})

const JudgementSeed = z.strictObject({
  asOf: isoDate,
  threatLevel: ThreatLevel,
  trend: Trend,
  likelihood: Likelihood,
  confidence: Confidence,
  reason: z.string().trim().min(20),
  citations: z.array(citation).min(1),
})

const FigureSeed = z.strictObject({
  id: z.string(),
  measure: z.string(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  unit: z.string(),
  period: z.string(),
  basis: z.string(),
  qualifier: z.enum(FIGURE_QUALIFIERS),
  citation,
})

export const CardSeed = z.strictObject({
  title: z.string().trim().min(1),
  region: z.string(),
  status: z.enum(['draft', 'in-review']),
  marking: z.optional(Marking),
  actors: z.array(z.string()),
  countries,
  themes,
  tags: z.array(z.string()).default([]),
  keyJudgement: z.string().trim().min(20),
  assessment: z.string().trim().min(100),
  gaps: z.array(z.string().trim().min(10)).default([]),
  judgements: z.array(JudgementSeed).min(1),
  figures: z.array(FigureSeed).default([]),
})
export type CardSeed = z.infer<typeof CardSeed>
