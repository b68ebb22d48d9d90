/** What of one card may be shown: field by field, so that a field added to the model stays out until it is let in. */
import {
  bandOf,
  judgementChain,
  markingOf,
  standingOf,
  type Block,
  type Board,
  type Card,
  type Citation,
  type Figure,
  type Inline,
  type Judgement,
} from '@briefboard/board'
import type { ProjectedCard, ProjectedJudgement } from './projection.ts'

/** `figures`: those of the board by card. `actors`: the ids of those that the board knows. */
export interface Known {
  figures: ReadonlyMap<string, readonly Figure[]>
  actors: ReadonlySet<string>
}

/** Looked up once for all cards. */
export const knownOf = (board: Board): Known => ({
  figures: Map.groupBy(board.figures, ({ card }) => card),
  actors: new Set(board.actors.map(({ id }) => id)),
})

export function projectCard(board: Board, card: Card, known: Known): ProjectedCard {
  const history = judgementChain(card).map((judgement) => projectJudgement(board, judgement))
  const standing = standingOf(card.judgements)
  return {
    id: card.id,
    title: card.title,
    region: card.region,
    status: card.status,
    marking: markingOf(board, card),
    actors: card.actors.filter((id) => known.actors.has(id)),
    countries: [...card.countries],
    themes: [...card.themes],
    tags: [...card.tags],
    keyJudgement: card.keyJudgement,
    current: history.at(-1) ?? null,
    history,
    rivals: standing.state === 'conflict' ? standing.heads.slice(1).map((head) => projectJudgement(board, head)) : [],
    assessment: card.assessment.map(plainBlock),
    gaps: card.gaps.map(({ text, citations }) => ({ text, citations: citations.map(plainCitation) })),
    figures: (known.figures.get(card.id) ?? []).map(plainFigure),
  }
}

function projectJudgement(board: Board, judgement: Judgement): ProjectedJudgement {
  const { id, threatLevel, trend, likelihood, confidence, reason, citations, at, asOf, by } = judgement
  const { word, range } = bandOf(board.likelihoodScale, likelihood)
  return {
    id,
    threatLevel,
    trend,
    likelihood,
    likelihoodWords: word,
    likelihoodRange: range,
    confidence,
    reason,
    citations: citations.map(plainCitation),
    at,
    asOf,
    example: by.id === 'briefboard',
  }
}

function plainFigure({ id, card, measure, low, high, unit, period, basis, qualifier, citation }: Figure): Figure {
  return { id, card, measure, low, high, unit, period, basis, qualifier, citation: plainCitation(citation) }
}

function plainCitation({ symbol, paragraph, sub, quotation }: Citation): Citation {
  return {
    symbol,
    paragraph,
    ...(sub === undefined ? {} : { sub }),
    ...(quotation === undefined ? {} : { quotation: { text: quotation.text, hash: quotation.hash } }),
  }
}

function plainBlock(block: Block): Block {
  switch (block.type) {
    case 'paragraph':
      return { type: 'paragraph', content: block.content.map(plainInline) }
    case 'heading':
      return { type: 'heading', level: block.level, content: block.content.map(plainInline) }
    case 'list':
      return {
        type: 'list',
        ordered: block.ordered,
        ...(block.start !== undefined && { start: block.start }),
        items: block.items.map((item) => item.map(plainBlock)),
      }
    case 'quote':
      return { type: 'quote', blocks: block.blocks.map(plainBlock) }
    default:
      return block satisfies never
  }
}

function plainInline(inline: Inline): Inline {
  switch (inline.type) {
    case 'text':
      return {
        type: 'text',
        text: inline.text,
        ...(inline.bold && { bold: true }),
        ...(inline.italic && { italic: true }),
        ...(inline.strike && { strike: true }),
        ...(inline.link !== undefined && { link: inline.link }),
      }
    case 'citation':
      return { type: 'citation', citation: plainCitation(inline.citation) }
    case 'break':
      return { type: 'break' }
    default:
      return inline satisfies never
  }
}
