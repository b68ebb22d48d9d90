export * from './assessment.ts'
export * from './citation.ts'
export * from './cited.ts'
export * from './coverage-answer.ts'
export * from './coverage.ts'
export * from './doc/assessment.ts'
export { broughtOverSteps, hasOldAssessment } from './doc/brought-over/index.ts'
export {
  characterChanges,
  spliceBetween,
  startOfCharacter,
  wordsOf,
  type CharacterChange,
  type Splice,
} from './doc/characters.ts'
export * from './doc/edit.ts'
export * from './doc/limits.ts'
export * from './doc/not-made.ts'
export type { Problem, Reading } from './doc/problems.ts'
export * from './doc/read.ts'
export { placeRedoneBesideNeighbours } from './doc/redone.ts'
export * from './doc/schema.ts'
export * from './doc/steps.ts'
export * from './doc/talk.ts'
export { fairShare, weightOf } from './doc/weights.ts'
export * from './doc/write-assessment.ts'
export * from './folded.ts'
export * from './found-figures.ts'
export * from './judgements.ts'
export * from './looked-at.ts'
export * from './marking.ts'
export * from './model.ts'
export { flattenBlocks, nestBlocks, type FlatBlock } from './nest-blocks.ts'
export * from './quotation.ts'
export * from './quotation-state.ts'
export * from './scales.ts'
export * from './search-query.ts'
