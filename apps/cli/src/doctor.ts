/** `briefboard doctor`: examines the store entry by entry, beside a running server, and changes nothing. */
import { examine, type Examination, type Finding } from '@briefboard/library'
import { withExistingStore } from './existing-store.ts'

export const DOCTOR_USAGE = `  doctor [--json]
        looks through the whole store, a line a finding, and changes nothing; code 1 if data is lost or in danger`

export async function doctor({ json }: Record<string, string | undefined>): Promise<void> {
  const isJson = json === 'true'
  const examination = await withExistingStore((store) =>
    examine(store, (found) => console.log(isJson ? JSON.stringify(found) : inWords(found))),
  )
  console.log(isJson ? JSON.stringify({ examined: examination }) : summary(examination))
  const { lost, threat } = examination.findings
  if (lost + threat > 0) process.exitCode = 1
}

const LABELS = { lost: 'LOST  ', threat: 'DANGER', note: 'note  ' }

function inWords({ weight, where, position, what, means, todo }: Finding): string {
  const place = position === null ? where : `${where}, position ${position}`
  return `${LABELS[weight]} ${place}: ${what} ${means} To do: ${todo}`
}

function summary({ rooms, entries, snapshots, records, files, findings }: Examination): string {
  const { lost, threat, note } = findings
  const seen = `${rooms} rooms with ${entries} entries and ${snapshots} snapshots, ${records} records, ${files} files.`
  return lost + threat + note === 0
    ? `All is well: ${seen}`
    : `${seen} Findings: ${lost} of loss, ${threat} of danger, ${note} to know.`
}
