/** Reads documents into Reports: sections, numbered paragraphs, notes, references, figures and places. */
export { accountFor, type Account } from './account.ts'
export { identityWarnings } from './identity.ts'
export type * from './model.ts'
export { readSource, type Hints } from './read-source.ts'
export type { Source, SourceLine } from './source.ts'
export { normalizeSymbol } from './symbols.ts'
