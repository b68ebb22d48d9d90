/** The briefing as Markdown: for a wiki, a ticket or a mail, readable without being rendered. */
import { isBlank, orElse } from './blank.ts'
import { CONFIDENCES, SCALES, THREAT_LEVEL_WORDS, THREAT_LEVELS, TLP, type LikelihoodScale } from '@briefboard/board'
import { MARKINGS } from '@briefboard/protocol'
import { groupsOf } from './groups.ts'
import { escapeMarkdown as plain } from './markdown-escape.ts'
import { cardSection, levelLine, table } from './markdown-card.ts'
import { drawingsSection } from './markdown-drawings.ts'
import type { Stamp } from './pack.ts'
import type { ProjectedParagraph, ProjectedReport, Projection } from './projection.ts'
import { capitalised, CONFIDENCE_WORDS, dateWords, LABELS, TLP_MEANS, withheldWords } from './words.ts'

export function renderMarkdown(projection: Projection, stamp: Stamp): string {
  const marking = `**${TLP[projection.marking].label}**`
  const blocks = [
    marking,
    `# ${plain(projection.board.title)}`,
    ...(projection.board.description === '' ? [] : [plain(projection.board.description)]),
    ...particulars(projection, stamp),
    ...summary(projection),
    ...groupsOf(projection).flatMap(({ region, cards }) => [`## ${plain(region)}`, ...cards.flatMap(cardSection)]),
    ...drawingsSection(projection),
    ...legend(projection.board.likelihoodScale),
    ...annex(projection.reports),
    marking,
  ]
  return `${blocks.join('\n\n')}\n`
}

function particulars({ board, ceiling, withheld, cards }: Projection, { snapshot, now, toolVersion }: Stamp): string[] {
  const rows = [
    ...(board.asOf === null ? [] : [[LABELS.asOf, dateWords(board.asOf)]]),
    [LABELS.made, dateWords(now)],
    [LABELS.snapshot, snapshot],
    [LABELS.madeWith, `Briefboard ${toolVersion}`],
  ]
  const left = withheldWords(withheld, ceiling)
  const example = cards.some(({ history, rivals }) => [...history, ...rivals].some((judgement) => judgement.example))
  return [
    rows.map(([label, value]) => `- ${label}: ${plain(value ?? '')}`).join('\n'),
    ...(left === null ? [] : [`> ${left}`]),
    ...(example ? [`> ${LABELS.exampleNote}`] : []),
  ]
}

function summary({ cards }: Projection): string[] {
  const lines = cards.map((card) => {
    const line = card.current === null ? LABELS.noJudgement : levelLine(card.current)
    return `- **${plain(orElse(card.title, LABELS.untitled))}** — ${plain(card.keyJudgement)} *${line}*`
  })
  return [`## ${LABELS.keyJudgements}`, lines.join('\n')]
}

function legend(scale: LikelihoodScale): string[] {
  const { name, source, bands } = SCALES[scale]
  return [
    `## ${LABELS.legend}`,
    `### ${LABELS.legendLevels}`,
    LABELS.legendLevelsNote,
    THREAT_LEVELS.map((id) => `- **${THREAT_LEVEL_WORDS[id].word}**: ${THREAT_LEVEL_WORDS[id].means}`).join('\n'),
    `### ${LABELS.legendLikelihood}: ${name}`,
    `${source}.`,
    table(
      [LABELS.likelihood, '%'],
      bands.map(({ word, range }) => [capitalised(word), plain(range)]),
    ),
    `### ${LABELS.legendConfidence}`,
    LABELS.legendConfidenceNote,
    CONFIDENCES.map((id) => `- **${CONFIDENCE_WORDS[id].word}**: ${CONFIDENCE_WORDS[id].means}`).join('\n'),
    `### ${LABELS.legendMarking}`,
    MARKINGS.map((id) => `- **${TLP[id].label}**: ${TLP_MEANS[id]}`).join('\n'),
  ]
}

function annex(reports: readonly ProjectedReport[]): string[] {
  if (reports.length === 0) return []
  const documents = reports.flatMap(({ symbol, title, date, url, paragraphs }) => [
    `### [${plain(symbol)}](${url})`,
    ...(isBlank(title) ? [LABELS.noDigest] : [`${plain(title)}, ${dateWords(date)}`]),
    paragraphs.map(annexLine).join('\n'),
  ])
  const quotes = reports.some(({ paragraphs }) => paragraphs.some(({ quotations }) => quotations !== undefined))
  return [`## ${LABELS.sources}`, LABELS.sourcesNote, ...(quotes ? [LABELS.quotationsNote] : []), ...documents]
}

function annexLine({ number, digest, quotations = [] }: ProjectedParagraph): string {
  const quoted = quotations.map(
    ({ text, altered }) => `  - “${plain(text)}”${altered ? ` *${LABELS.quotationAltered}*` : ''}`,
  )
  return [`- ${LABELS.paragraph} ${number}${digest === '' ? '' : `: ${plain(digest)}`}`, ...quoted].join('\n')
}
