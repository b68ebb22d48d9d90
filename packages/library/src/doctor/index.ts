/** Doctor. */
export { examine, type Examination } from './doctor.ts'
export { type Finding, type FindingCode, type Weight } from './finding.ts'
