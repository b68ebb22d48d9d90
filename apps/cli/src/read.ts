/** `briefboard read`: what is understood of a document, in words or as JSON. Nothing is stored. */
import { basename } from 'node:path'
import { LIMITS, readReportInWorker } from '@briefboard/reports/formats'
import { readFileUpTo } from './read-file.ts'
import { reportAsJson, reportInWords } from './report-words.ts'

export const READ_USAGE = `  read FILE [--symbol S/2016/92] [--json]
        what is understood of a report (TXT, Markdown, HTML, PDF, DOCX); stores nothing; code 1 if it cannot be read`

export async function readDocument(
  { symbol, json }: Record<string, string | undefined>,
  [file = '']: readonly string[],
): Promise<void> {
  const bytes = await readFileUpTo(file, LIMITS.fileBytes)
  const report = await readReportInWorker(bytes, basename(file), symbol === undefined ? {} : { symbol })
  console.log(json === 'true' ? reportAsJson(report) : reportInWords(report))
}
