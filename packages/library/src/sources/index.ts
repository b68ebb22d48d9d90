/** The documents that a board rests on: its reports, what people have brought, and what is told of both. */
export { plainFileName } from './file-name.ts'
export { givenSymbol, type GivenIdentity, type ReadDocument } from './document-identity.ts'
export { listImports, readText, type ImportRecord, type StoredImport } from './import-record.ts'
export {
  importReport,
  undoImport,
  type BroughtDocument,
  type ImportGround,
  type Imported,
  type ImportOrder,
} from './import-report.ts'
export { readReports } from './reports.ts'
export * from './summaries.ts'
