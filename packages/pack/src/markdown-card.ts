/** One card as Markdown. */
import { orElse } from './blank.ts'
import { THREAT_LEVEL_WORDS, TLP, type Block, type Citation, type Inline } from '@briefboard/board'
import { citedDocuments, runsOf, type Run, type TextRun } from './citation-runs.ts'
import { escapeMarkdown as plain } from './markdown-escape.ts'
import type { ProjectedCard, ProjectedJudgement } from './projection.ts'
import { CONFIDENCE_WORDS, figureWords, judgementDate, LABELS, TREND_WORDS } from './words.ts'

export function cardSection(card: ProjectedCard): string[] {
  const { current, history, rivals, gaps, figures } = card
  return [
    `### ${plain(orElse(card.title, LABELS.untitled))}`,
    `**${TLP[card.marking].label}**`,
    ...(card.keyJudgement === '' ? [] : [`> ${plain(card.keyJudgement)}`]),
    ...(current === null ? [LABELS.noJudgement] : judgementBlocks(current)),
    ...rivals.flatMap((rival) => [`**${LABELS.rivals}**`, ...judgementBlocks(rival)]),
    ...(history.length < 2 ? [] : [`#### ${LABELS.history}`, historyTable(history)]),
    `#### ${LABELS.assessment}`,
    ...(card.assessment.length === 0 ? [LABELS.noAssessment] : blocks(card.assessment)),
    ...(gaps.length === 0
      ? []
      : [`#### ${LABELS.gaps}`, gaps.map((gap) => `- ${plain(gap.text)}${cited(gap.citations)}`).join('\n')]),
    ...(figures.length === 0 ? [] : [`#### ${LABELS.figures}`, figureTable(card)]),
  ]
}

export function levelLine({
  threatLevel,
  trend,
  likelihoodWords,
  likelihoodRange,
  confidence,
  example,
}: ProjectedJudgement): string {
  const parts = [
    `${LABELS.level}: ${THREAT_LEVEL_WORDS[threatLevel].word}`,
    `${LABELS.trend}: ${TREND_WORDS[trend]}`,
    `${LABELS.likelihood}: ${likelihoodWords} (${plain(likelihoodRange)})`,
    `${LABELS.confidence}: ${CONFIDENCE_WORDS[confidence].word}`,
    ...(example ? [LABELS.example] : []),
  ]
  return parts.join(' · ')
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function judgementBlocks(judgement: ProjectedJudgement): string[] {
  return [levelLine(judgement), `${LABELS.why}: ${plain(judgement.reason)}${cited(judgement.citations)}`]
}

function historyTable(history: readonly ProjectedJudgement[]): string {
  const head = [LABELS.onDate, LABELS.level, LABELS.trend, LABELS.likelihood, LABELS.confidence, LABELS.why]
  const rows = history.map((judgement) => [
    plain(judgementDate(judgement)),
    THREAT_LEVEL_WORDS[judgement.threatLevel].word,
    TREND_WORDS[judgement.trend],
    `${judgement.likelihoodWords} (${plain(judgement.likelihoodRange)})`,
    CONFIDENCE_WORDS[judgement.confidence].word,
    `${plain(judgement.reason)}${cited(judgement.citations)}`,
  ])
  return table(head, rows)
}

function figureTable({ figures }: ProjectedCard): string {
  const rows = figures.map((figure) => [
    plain(figure.measure),
    plain(figureWords(figure)),
    plain(figure.period),
    plain(figure.basis),
    cited([figure.citation]).trim(),
  ])
  return table([LABELS.measure, LABELS.value, LABELS.period, LABELS.basis, LABELS.source], rows)
}

/** With a space before it, or empty. Symbols are validated, so the link's address needs no escape. */
export function cited(citations: readonly Citation[]): string {
  if (citations.length === 0) return ''
  return ` (${citedDocuments(citations)
    .map(({ words, url }) => `[${plain(words)}](${url})`)
    .join('; ')})`
}

function blocks(content: readonly Block[]): string[] {
  let otherSigns = false
  return content
    .map((one, index) => {
      const before = content[index - 1]
      // One list right behind another of its kind would go on with its items; with other signs it is a list of its own.
      otherSigns =
        one.type === 'list' && before?.type === 'list' && before.ordered === one.ordered ? !otherSigns : false
      return block(one, otherSigns)
    })
    .filter((text) => text !== '')
}

function block(content: Block, otherSigns: boolean): string {
  switch (content.type) {
    case 'paragraph':
      return inlines(content.content)
    case 'heading':
      return `${'#'.repeat(content.level + 3)} ${inlines(content.content)}`
    case 'list':
      return list(content, otherSigns)
    case 'quote':
      return blocks(content.blocks).join('\n\n').replaceAll(/^/gm, '> ')
    default:
      return content satisfies never
  }
}

function list({ ordered, start = 1, items }: Extract<Block, { type: 'list' }>, otherSigns: boolean): string {
  const bulletOf = (index: number): string =>
    ordered ? `${start + index}${otherSigns ? ')' : '.'} ` : otherSigns ? '* ' : '- '
  return items.map((item, index) => listItem(item, bulletOf(index))).join('\n')
}

function listItem(item: readonly Block[], bullet: string): string {
  return (
    bullet +
    blocks(item)
      .join('\n\n')
      .replaceAll(/\n(?!\n)/g, `\n${' '.repeat(bullet.length)}`)
  )
}

const inlines = (content: readonly Inline[]): string => runsOf(content).map(run).join('').trim()

function run(content: Run, index: number, all: readonly Run[]): string {
  switch (content.type) {
    case 'text':
      return styled(content, index === 0 || all[index - 1]?.type === 'break')
    case 'break':
      return '\\\n'
    case 'citations':
      return cited(content.citations)
    default:
      return content satisfies never
  }
}

/** The marks stand inside the spaces: `** text **` would not be bold. Only the first run is at a line's start. */
function styled({ text, bold, italic, strike, link }: TextRun, first: boolean): string {
  const marks = `${strike ? '~~' : ''}${bold ? '**' : ''}${italic ? '*' : ''}`
  const inner = text.trim()
  const before = text.trimStart() !== text
  const after = text.trimEnd() !== text
  if (inner === '') return text === '' ? '' : ' '
  const escaped = first ? plain(inner) : plain(`x${inner}`).slice(1)
  const marked = `${marks}${escaped}${[...marks].toReversed().join('')}`
  return `${before ? ' ' : ''}${link === null ? marked : `[${marked}](<${addressOf(link)}>)`}${after ? ' ' : ''}`
}

/** Within pointed brackets, where nothing but these ends it or means something. */
const addressOf = (link: string): string =>
  new URL(link).href.replaceAll(/[<>\\\s]/g, (sign) => encodeURIComponent(sign))
