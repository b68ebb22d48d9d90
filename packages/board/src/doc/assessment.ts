/**
 * An assessment as blocks, read from its document. Never throws: what this version does not know gives its words, so that
 * none is lost; what cannot be read is left out and named.
 */
import { readingSteps, type Inline as TextInline, type Marks, type TextBlock } from '@briefboard/text'
import * as Y from 'yjs'
import type { Block, Inline, Text } from '../assessment.ts'
import { Citation, citationKey } from '../citation.ts'
import { nestBlocks, type FlatBlock } from '../nest-blocks.ts'
import { Quotation } from '../quotation.ts'
import { rootOf } from './items.ts'
import { LIMITS } from './limits.ts'
import { oldAssessmentSteps } from './old-assessment.ts'
import { plainValue, wholeCharacters } from './plain-value.ts'
import { addProblem, reasonOf, type Problem } from './problems.ts'
import { ROOTS } from './schema.ts'
import { finished, type Steps } from './steps.ts'

/**
 * A citation that cannot be read is left out, a quotation that cannot be read is left off its citation, and both are
 * named in `problems`.
 */
export const readAssessment = (doc: Y.Doc, problems: Problem[] = []): Block[] =>
  finished(assessmentSteps(doc, problems))

const READ = {
  blocks: LIMITS.nodes,
  inlines: LIMITS.nodes,
  characters: LIMITS.characters,
  items: LIMITS.items,
}

/** The same in steps. What is changed between two of them is read as it was or as it is. */
export function* assessmentSteps(doc: Y.Doc, problems: Problem[] = []): Steps<Block[]> {
  // Until it is brought over, a document of schema 1 has its words there.
  const old = yield* oldAssessmentSteps(doc, problems)
  const root = rootOf(doc, ROOTS.assessment)
  if (root === null) return old
  const { blocks, isWhole } = yield* readingSteps(root, READ)
  if (!isWhole)
    addProblem(problems, ROOTS.assessment, 'is longer than what is read of an assessment; its end is left out')
  return [...old, ...nestBlocks(yield* flatSteps(blocks, problems))]
}

/** An embed may hold thousands of values. */
const COST = { embed: 40, other: 1 }
const A_STEP = 200

function* flatSteps(blocks: readonly TextBlock[], problems: Problem[]): Steps<FlatBlock[]> {
  const flat: FlatBlock[] = []
  let cost = 0
  for (const { format, content } of blocks) {
    const read: Inline[] = []
    for (const inline of content) {
      for (const one of inlinesOf(inline, problems)) read.push(one)
      cost += inline.kind === 'embed' ? COST.embed : COST.other
      if (cost < A_STEP) continue
      cost = 0
      yield
    }
    flat.push({ format, content: read })
  }
  return flat
}

function inlinesOf(inline: TextInline, problems: Problem[]): Inline[] {
  switch (inline.kind) {
    case 'letters':
      return lines(inline.letters, inline.marks)
    case 'foreign':
      return inline.words === '' ? [] : [textOf(inline.words, inline.marks)]
    case 'embed':
      return readEmbed(inline.embed, problems)
    default:
      return inline satisfies never
  }
}

/** A line break is a letter of the text. */
function lines(letters: string, marks: Readonly<Marks>): Inline[] {
  return letters
    .split('\n')
    .flatMap((line, at): Inline[] => [
      ...(at > 0 ? [{ type: 'break' } as const] : []),
      ...(line === '' ? [] : [textOf(line, marks)]),
    ])
}

const textOf = (text: string, { bold, italic, strike, link }: Readonly<Marks>): Text => ({
  type: 'text',
  text: wholeCharacters(text),
  ...(bold && { bold: true }),
  ...(italic && { italic: true }),
  ...(strike && { strike: true }),
  ...(link !== null && { link }),
})

/** Of an embed that is none of ours nothing can be said but that it is there. */
function readEmbed(embed: unknown, problems: Problem[]): Inline[] {
  const citation = citationIn(embed, problems)
  return citation === null ? [] : [{ type: 'citation', citation }]
}

/** The citation that an embed of a text is; null if none. */
export function citationIn(embed: unknown, problems: Problem[] = []): Citation | null {
  const plain = plainValue(embed)
  const given = plain.problem === null ? entryOf(plain.value, 'citation') : undefined
  if (typeof given !== 'object' || given === null) {
    addProblem(problems, ROOTS.assessment, 'holds something that this version does not know')
    return null
  }
  const { quotation, ...place } = given as Record<string, unknown>
  const parsed = Citation.safeParse(place)
  if (!parsed.success) {
    addProblem(problems, `${ROOTS.assessment}/citation`, reasonOf(parsed.error))
    return null
  }
  if (quotation === undefined || quotation === null) return parsed.data
  const quoted = Quotation.safeParse(quotation)
  if (quoted.success) return { ...parsed.data, quotation: quoted.data }
  addProblem(problems, `${ROOTS.assessment}/${citationKey(parsed.data)}/quotation`, reasonOf(quoted.error))
  return parsed.data
}

/** What a text has in the place of a citation. */
export const embedFor = (citation: Citation): object => ({ citation })

const entryOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined
