/** The scales of a judgement: ids that are stored, words that are shown, and what each stands for. */
import * as z from 'zod/mini'

export const THREAT_LEVELS = ['low', 'moderate', 'substantial', 'severe', 'critical'] as const
export const ThreatLevel = z.enum(THREAT_LEVELS)
export type ThreatLevel = z.infer<typeof ThreatLevel>

/** Briefboard's own scale; the legend says so. */
export const THREAT_LEVEL_WORDS: Record<ThreatLevel, { word: string; means: string }> = {
  low: { word: 'Low', means: 'No sign of capability or intent that would bear on the region or theme.' },
  moderate: { word: 'Moderate', means: 'Some capability or intent; harm is contained and seldom.' },
  substantial: { word: 'Substantial', means: 'Capability and intent are both shown; harm recurs.' },
  severe: { word: 'Severe', means: 'Sustained capability and intent; serious harm is frequent.' },
  critical: { word: 'Critical', means: 'Harm on a scale that shapes the region or theme.' },
}

export const TRENDS = ['receding', 'steady', 'rising', 'unclear'] as const
export const Trend = z.enum(TRENDS)
export type Trend = z.infer<typeof Trend>

export const CONFIDENCES = ['low', 'moderate', 'high'] as const
export const Confidence = z.enum(CONFIDENCES)
export type Confidence = z.infer<typeof Confidence>

export const LIKELIHOOD_SCALES = ['icd203', 'phia'] as const
export const LikelihoodScale = z.enum(LIKELIHOOD_SCALES)
export type LikelihoodScale = z.infer<typeof LikelihoodScale>

export interface Band {
  id: string
  word: string
  /** In per cent. */
  low: number
  high: number
  /** As it is written, with what the scale includes and leaves out. */
  range: string
}

interface Scale {
  name: string
  source: string
  bands: readonly Band[]
}

/** ICD 203: United States, Intelligence Community Directive 203, main row. PHIA: United Kingdom, yardstick of March 2025; its gaps are meant. */
export const SCALES: Record<LikelihoodScale, Scale> = {
  icd203: {
    name: 'ICD 203',
    source: 'Intelligence Community Directive 203, Analytic Standards',
    bands: [
      { id: 'remote', word: 'almost no chance', low: 1, high: 5, range: '01–05 %' },
      { id: 'very-unlikely', word: 'very unlikely', low: 5, high: 20, range: '05–20 %' },
      { id: 'unlikely', word: 'unlikely', low: 20, high: 45, range: '20–45 %' },
      { id: 'even', word: 'roughly even chance', low: 45, high: 55, range: '45–55 %' },
      { id: 'likely', word: 'likely', low: 55, high: 80, range: '55–80 %' },
      { id: 'very-likely', word: 'very likely', low: 80, high: 95, range: '80–95 %' },
      { id: 'almost-certain', word: 'almost certain', low: 95, high: 99, range: '95–99 %' },
    ],
  },
  phia: {
    name: 'PHIA',
    source: 'Professional Head of Intelligence Assessment, probability yardstick, March 2025',
    bands: [
      { id: 'remote', word: 'remote chance', low: 0, high: 5, range: '>0–5 %' },
      { id: 'very-unlikely', word: 'highly unlikely', low: 10, high: 20, range: '10–20 %' },
      { id: 'unlikely', word: 'unlikely', low: 25, high: 35, range: '25–35 %' },
      { id: 'even', word: 'realistic possibility', low: 40, high: 50, range: '40–<50 %' },
      { id: 'likely', word: 'likely or probable', low: 55, high: 75, range: '55–75 %' },
      { id: 'very-likely', word: 'highly likely', low: 80, high: 90, range: '80–90 %' },
      { id: 'almost-certain', word: 'almost certain', low: 95, high: 100, range: '95–<100 %' },
    ],
  },
}

export const LIKELIHOODS = [
  'remote',
  'very-unlikely',
  'unlikely',
  'even',
  'likely',
  'very-likely',
  'almost-certain',
] as const
export const Likelihood = z.enum(LIKELIHOODS)
export type Likelihood = z.infer<typeof Likelihood>

export function bandOf(scale: LikelihoodScale, likelihood: Likelihood): Band {
  const band = SCALES[scale].bands.find((candidate) => candidate.id === likelihood)
  if (band === undefined) throw new Error(`Scale ${scale} lacks the band ${likelihood}.`)
  return band
}
