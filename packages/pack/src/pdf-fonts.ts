/** The fonts of the PDF, out of npm packages: never the machine's own, or the bytes would differ from machine to machine. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { readCoverage } from './font-coverage.ts'

const require = createRequire(import.meta.url)

const FILES = [
  'source-serif-4/400Regular/SourceSerif4_400Regular',
  'source-serif-4/400Regular_Italic/SourceSerif4_400Regular_Italic',
  'source-serif-4/600SemiBold/SourceSerif4_600SemiBold',
  'source-serif-4/600SemiBold_Italic/SourceSerif4_600SemiBold_Italic',
  'inter/400Regular/Inter_400Regular',
  'inter/500Medium/Inter_500Medium',
  'inter/600SemiBold/Inter_600SemiBold',
  'inter/600SemiBold_Italic/Inter_600SemiBold_Italic',
  'noto-naskh-arabic/400Regular/NotoNaskhArabic_400Regular',
  'noto-naskh-arabic/600SemiBold/NotoNaskhArabic_600SemiBold',
]

export interface PdfFonts {
  blobs: Buffer[]
  /** Whether a code point can be set in any of them. The template lists all three families wherever text stands. */
  covers: (codePoint: number) => boolean
  /** Whether Inter alone has it: in a drawing no second font is asked, but the machine's own ones. */
  draws: (codePoint: number) => boolean
}

let loaded: PdfFonts | undefined

export function pdfFonts(): PdfFonts {
  loaded ??= load()
  return loaded
}

function load(): PdfFonts {
  const blobs = FILES.map((file) => readFileSync(require.resolve(`@expo-google-fonts/${file}.ttf`)))
  // One cut per family decides: what only another weight or the italic has could not be set in all places.
  const regular = FILES.flatMap((file, index) => {
    const blob = blobs[index]
    return blob === undefined || !file.endsWith('_400Regular') ? [] : [{ file, coverage: readCoverage(blob) }]
  })
  const inter = regular.find(({ file }) => file.startsWith('inter/'))?.coverage ?? new Set()
  return {
    blobs,
    covers: (codePoint) => regular.some(({ coverage }) => coverage.has(codePoint)),
    draws: (codePoint) => inter.has(codePoint),
  }
}
