export { loadSeeds, SEED_AUTHOR, SeedError, type SeededBoard, type Seeds } from './load.ts'
export { documentsOf, type SeededDocument } from './documents.ts'
