export * from './boards.ts'
export * from './documents.ts'
export * from './people.ts'
export * from './version.ts'
