export {
  DEEPEST_INDENT,
  isSameFormat,
  PARAGRAPH,
  readFormat,
  type BlockFormat,
  type BlockKind,
} from './block-format.ts'
export { isSafeLink } from './links.ts'
export { formatsFor, hasSameMarks, PLAIN, readMarks, type Formats, type Marks } from './marks.ts'
export { readingSteps, readText, type Inline, type ReadLimits, type Reading, type TextBlock } from './read.ts'
export { numbersOf } from './numbering.ts'
export { unitsOf, type Unit } from './units.ts'
export { appendBlocks, type NewBlock, type NewInline } from './write.ts'
