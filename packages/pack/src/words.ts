/** The fixed words of a briefing, for every renderer; a word that is here is no leak. */
import { CONFIDENCES, SCALES, THREAT_LEVEL_WORDS, THREAT_LEVELS, TLP } from '@briefboard/board'
import type { Confidence, Figure, LikelihoodScale, Trend } from '@briefboard/board'
import { belowWords } from '@briefboard/charts'
import { BOUNDARIES, CONTESTED_NOTE, SCALE_NOTE } from '@briefboard/charts/map'
import { MARKINGS, type Marking } from '@briefboard/protocol'
import type { ProjectedJudgement, Withheld } from './projection.ts'

export const LABELS = {
  kind: 'Intelligence briefing',
  marking: 'Marking',
  asOf: 'As of',
  made: 'Made',
  snapshot: 'Snapshot',
  madeWith: 'Made with',
  contents: 'Contents',
  keyJudgements: 'Key judgements',
  level: 'Threat level',
  trend: 'Trend',
  likelihood: 'Likelihood',
  confidence: 'Confidence',
  why: 'Why',
  rivals: 'A second view, not yet settled',
  history: 'How the judgement moved',
  onDate: 'As of',
  current: 'Current; reason above',
  assessment: 'Assessment',
  gaps: 'Gaps and assumptions',
  figures: 'Figures',
  measure: 'Measure',
  value: 'Value',
  period: 'Period',
  basis: 'Basis',
  source: 'Source',
  mapAndCharts: 'Map and charts',
  map: 'Map',
  charts: 'Charts',
  chart: 'Chart',
  mapTitle: 'Threat level by region',
  region: 'Region',
  decidedBy: 'Decided by',
  unjudged: 'No judgement',
  alsoJudged: 'Also',
  contested: 'contested',
  fromCard: 'Card',
  fromCards: 'Cards',
  drawnIn: 'Drawn in',
  chartsLeftOut: 'The figures of the others stand with their cards.',
  drawing: 'Drawing',
  legend: 'How to read this briefing',
  legendLevels: 'Threat levels',
  legendLevelsNote: 'This scale is Briefboard’s own. It is not a scale of the United Nations or of any State.',
  legendLikelihood: 'Likelihood',
  legendConfidence: 'Confidence',
  legendConfidenceNote:
    'Confidence says how well a judgement is founded. It says nothing about how likely the event is.',
  legendMarking: 'Marking: Traffic Light Protocol 2.0',
  sources: 'Sources',
  sourcesNote:
    'Every paragraph that this briefing cites, in Briefboard’s own words. The documents themselves are at the addresses given.',
  quotationsNote: 'Words between quotation marks are the document’s own, as they were quoted on the board.',
  quotationAltered: 'This quotation was changed after it was taken from the document.',
  untitled: 'Untitled card',
  noJudgement: 'No judgement has been made yet.',
  noAssessment: 'No assessment has been written yet.',
  noDigest: 'This document is not on the board; see its address.',
  example: 'Example',
  exampleNote:
    'The threat levels, trends, likelihoods and confidence marked “Example” are Briefboard’s own, made to show how the board works. The cited reports contain no such judgements.',
  otherRegion: 'Other',
  paragraph: 'para.',
} as const

/** What the part of a briefing is called that holds its drawings. */
export function drawingsTitle({ map, charts }: { map: unknown; charts: readonly unknown[] }): string {
  if (map === null) return LABELS.charts
  return charts.length === 0 ? LABELS.map : LABELS.mapAndCharts
}

/** Null where every chart is drawn. */
export function leftOutWords({
  charts,
  chartsLeftOut,
}: {
  charts: readonly unknown[]
  chartsLeftOut: number
}): string | null {
  if (chartsLeftOut === 0) return null
  const all = grouped(charts.length + chartsLeftOut)
  return `${grouped(charts.length)} of ${all} charts are drawn. ${LABELS.chartsLeftOut}`
}

export const TREND_WORDS: Record<Trend, string> = {
  receding: 'Receding',
  steady: 'Steady',
  rising: 'Rising',
  unclear: 'Unclear',
}

export const CONFIDENCE_WORDS: Record<Confidence, { word: string; means: string }> = {
  low: { word: 'Low', means: 'Few or doubtful sources, or large gaps; other readings are plausible.' },
  moderate: { word: 'Moderate', means: 'Credible sources that leave room for another reading.' },
  high: { word: 'High', means: 'Several good sources that agree. The judgement may still be wrong.' },
}

export const TLP_MEANS: Record<Marking, string> = {
  clear: 'May be passed on without limit.',
  green: 'May be passed on within the community, not published.',
  amber: 'For the recipients’ organisation and its clients, as far as they need to know.',
  'amber+strict': 'For the recipients’ organisation only, as far as they need to know.',
  red: 'For the named recipients only.',
}

export const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

const MONTHS = 'January February March April May June July August September October November December'.split(' ')

/** `2018-01-31…` as "31 January 2018"; anything else as it is. Never the machine's own language or time zone. */
export function dateWords(instant: string): string {
  const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(instant)
  const month = MONTHS[Number(found?.[2]) - 1]
  return found === null || month === undefined ? instant : `${Number(found[3])} ${month} ${found[1]}`
}

export const judgementDate = ({ asOf, at }: ProjectedJudgement): string => dateWords(asOf ?? at)

/** Null where nothing was left out. */
export function withheldWords({ cards, figures, boardText }: Withheld, ceiling: Marking): string | null {
  const count = (number: number, one: string): string => `${number} ${one}${number === 1 ? '' : 's'}`
  const parts = [
    ...(cards > 0 ? [count(cards, 'card')] : []),
    ...(figures > 0 ? [count(figures, 'figure')] : []),
    ...(boardText ? ['the board’s own title'] : []),
  ]
  return parts.length === 0 ? null : `Withheld because marked above ${TLP[ceiling].label}: ${parts.join(', ')}.`
}

const grouped = (value: number): string => {
  const [whole = '', fraction] = String(value).split('.')
  return whole.replaceAll(/\B(?=(\d{3})+$)/g, ',') + (fraction === undefined ? '' : `.${fraction}`)
}

/** "estimated 260,000,000 USD", "as much as 12 per cent", "fewer than 60 States", "400–1,000 persons". */
export function figureWords({ low, high, unit, qualifier }: Figure): string {
  const ends =
    low !== null && high !== null && low !== high ? `${grouped(low)}–${grouped(high)}` : grouped(low ?? high ?? 0)
  const open = low === null && high !== null ? 'as much as ' : low !== null && high === null ? 'more than ' : ''
  const qualified = qualifier === 'none' ? open : `${qualifier === 'fewer than' ? belowWords(unit) : qualifier} `
  return `${qualified}${low === null && high === null ? 'not given' : ends} ${unit}`
}

/** What stands in every drawing, its table and its notes, and between a file's own words. */
const DRAWN_WORDS = [
  'Region, Threat level, Trend, Judged, Cards, Countries, Period, Lowest, Highest, As stated, Source',
  'As judged today. As judged by the end of, on a scale of',
  'No region is on the map. Not on the map: Not on this board. highest of cards; contested in of them',
  'trend unclear, no figure, No figures. No figure for, not stated, Natural Earth',
  'The latest of values. of charts are drawn.',
  'trillion, billion, million, possible, FFFFFF',
  'Briefboard https://undocs.org Typst, Identity, Section, Footnote, citations, schema, manifest, application/pdf, xmp-writer',
]

/** Every fixed word, as one text. */
export function fixedWords(scale: LikelihoodScale): string {
  return [
    ...Object.values(LABELS),
    ...Object.values(TREND_WORDS),
    ...CONFIDENCES.flatMap((id) => Object.values(CONFIDENCE_WORDS[id])),
    ...THREAT_LEVELS.flatMap((id) => Object.values(THREAT_LEVEL_WORDS[id])),
    ...MARKINGS.flatMap((id) => [TLP[id].label, TLP_MEANS[id]]),
    SCALES[scale].name,
    SCALES[scale].source,
    ...SCALES[scale].bands.flatMap(({ word, range }) => [word, range]),
    ...[BOUNDARIES, CONTESTED_NOTE, SCALE_NOTE],
    ...MONTHS,
    ...DRAWN_WORDS,
    'as much as fewer than less than below more than estimated approximately not given withheld because marked above the board’s own title cards figures',
  ].join('\n')
}
