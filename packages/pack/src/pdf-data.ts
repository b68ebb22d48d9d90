/** The briefing as plain data for the Typst template: every word chosen here, every look there. */
import { CONFIDENCES, SCALES, THREAT_LEVEL_WORDS, THREAT_LEVELS, TLP } from '@briefboard/board'
import { MARKINGS } from '@briefboard/protocol'
import { isBlank, orElse } from './blank.ts'
import { citedDocuments } from './citation-runs.ts'
import { groupsOf } from './groups.ts'
import { chartsOfCard, drawingsOf, type PackDrawings } from './drawings.ts'
import { assessmentData } from './pdf-assessment.ts'
import { pdfDrawings } from './pdf-drawings.ts'
import type { Stamp } from './pack.ts'
import type { ProjectedCard, ProjectedJudgement, Projection } from './projection.ts'
import {
  CONFIDENCE_WORDS,
  dateWords,
  figureWords,
  judgementDate,
  LABELS,
  TLP_MEANS,
  TREND_WORDS,
  withheldWords,
} from './words.ts'

export type PdfData = ReturnType<typeof pdfData>

/** `drawable`: see pdf-text.ts. */
export function pdfData(
  projection: Projection,
  { snapshot, now, toolVersion }: Stamp,
  drawable: (words: string) => string,
) {
  const drawings = drawingsOf(projection)
  const title = orElse(projection.board.title, LABELS.kind)
  const { board, cards, ceiling, marking, reports, withheld } = projection
  const example = cards.some(({ history, rivals }) => [...history, ...rivals].some((judgement) => judgement.example))
  return {
    labels: LABELS,
    title,
    shortTitle: shortened(title, 70),
    description: board.description,
    marking: TLP[marking],
    created: timeParts(now),
    particulars: [
      ...(board.asOf === null ? [] : [{ label: LABELS.asOf, value: dateWords(board.asOf) }]),
      { label: LABELS.made, value: dateWords(now) },
      { label: LABELS.marking, value: `${TLP[marking].label}. ${TLP_MEANS[marking]}` },
      { label: LABELS.madeWith, value: `Briefboard ${toolVersion}` },
    ],
    snapshot,
    withheld: withheldWords(withheld, ceiling),
    exampleNote: example ? LABELS.exampleNote : null,
    groups: groupsOf(projection).map(({ region, cards: inGroup }) => ({
      region,
      cards: inGroup.map((card) => cardData(card, drawings)),
    })),
    drawings: pdfDrawings(drawings, projection.cards, drawable),
    legend: legendData(projection),
    quotationsNote: reports.some(({ paragraphs }) => paragraphs.some(({ quotations }) => quotations !== undefined))
      ? LABELS.quotationsNote
      : null,
    sources: reports.map(({ symbol, title, date, url, paragraphs }) => ({
      symbol: orElse(symbol, LABELS.untitled),
      title: orElse(title, LABELS.noDigest),
      date: dateWords(date),
      url,
      address: url.replace('https://', ''),
      paragraphs: paragraphs.map(({ number, digest, quotations = [] }) => ({
        number: String(number),
        digest,
        quotations: quotations.map(({ text, altered }) => ({ words: `“${text}”`, altered })),
      })),
    })),
  }
}

function cardData(card: ProjectedCard, drawings: PackDrawings) {
  return {
    id: card.id,
    title: orElse(card.title, LABELS.untitled),
    marking: TLP[card.marking],
    keyJudgement: isBlank(card.keyJudgement) ? '' : card.keyJudgement,
    current: card.current === null ? null : judgementData(card.current),
    rivals: card.rivals.map(judgementData),
    history: card.history.length < 2 ? [] : card.history.map(judgementData),
    assessment: assessmentData(card),
    gaps: card.gaps.map(({ text, citations }) => ({ text, cited: citedDocuments(citations) })),
    figures: card.figures.map((figure) => ({
      measure: figure.measure,
      value: figureWords(figure),
      period: figure.period,
      basis: figure.basis,
      cited: citedDocuments([figure.citation]),
    })),
    charts: chartsOfCard(drawings, card).map(String),
  }
}

function judgementData(judgement: ProjectedJudgement) {
  const { threatLevel, trend, likelihoodWords, likelihoodRange, confidence, reason, citations, example } = judgement
  return {
    date: judgementDate(judgement),
    level: threatLevel,
    levelWord: THREAT_LEVEL_WORDS[threatLevel].word,
    trend,
    trendWord: TREND_WORDS[trend],
    likelihood: likelihoodWords,
    range: likelihoodRange,
    confidence: CONFIDENCE_WORDS[confidence].word,
    reason,
    cited: citedDocuments(citations),
    example,
  }
}

function legendData({ board }: Projection) {
  const { name, source, bands } = SCALES[board.likelihoodScale]
  return {
    levels: THREAT_LEVELS.map((id) => ({ id, ...THREAT_LEVEL_WORDS[id] })),
    scale: { name, source },
    bands: bands.map(({ word, range, low, high }) => ({ word, range, low, high })),
    confidences: CONFIDENCES.map((id) => CONFIDENCE_WORDS[id]),
    markings: MARKINGS.map((id) => ({ ...TLP[id], means: TLP_MEANS[id] })),
  }
}

function shortened(words: string, length: number): string {
  const letters = Array.from(words)
  return letters.length <= length
    ? words
    : `${letters
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`
}

/** UTC, whatever the machine's own time zone. */
function timeParts(now: string): {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
} {
  const date = new Date(now)
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  }
}
