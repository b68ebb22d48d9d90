/** Makes all files of a pack from one snapshot: project, render, search for what was withheld, seal. Same input, same bytes. */
import type { PackFormat } from '@briefboard/protocol'
import { drawingFiles } from './drawing-files.ts'
import { tooLarge } from './errors.ts'
import { checkForLeaks, type SearchedFile } from './leak-check.ts'
import { manifestOf } from './manifest.ts'
import type { BuiltPack, PackInput, ReportProgress, Stamp } from './pack.ts'
import { openProjection } from './open-pack.ts'
import { project } from './project.ts'
import type { Projection } from './projection.ts'
import { renderJson } from './render-json.ts'
import { renderMarkdown } from './render-markdown.ts'
import { renderPdf } from './render-pdf.ts'
import { stringsOf } from './strings.ts'

/** A rendered file, and every text that is in it, for the leak check. */
export interface RenderedFile {
  name: string
  bytes: Uint8Array
  texts: string[]
  unprintable: string[]
}

/** The server holds them while it stores them, and so does whoever fetches them. */
const FILES_MEGABYTES = 100

const FORMAT_NAMES: Record<PackFormat, string> = { pdf: 'PDF', md: 'Markdown', json: 'JSON' }

/** Throws PackError; nothing is kept of a pack that fails. */
export function buildPack(input: PackInput, onProgress: ReportProgress = () => {}): BuiltPack {
  const { board, reports, options } = input
  const stamp: Stamp = { snapshot: input.boardState.hash, now: input.now, toolVersion: input.toolVersion }
  onProgress({ stage: 'projecting', done: 0, words: 'Choosing what may be shown' })
  const projection = project(board, reports, options)
  const formats = [...new Set(options.formats)]
  const rendered = formats.flatMap((format, index) => {
    const words = `Writing ${FORMAT_NAMES[format]}: ${cardCount(projection)}`
    onProgress({ stage: 'rendering', done: 0.1 + (0.7 * index) / formats.length, words })
    return render(format, projection, stamp)
  })
  if (rendered.reduce((sum, { bytes }) => sum + bytes.byteLength, 0) > FILES_MEGABYTES * 1024 * 1024)
    throw tooLarge(FILES_MEGABYTES)
  onProgress({ stage: 'checking', done: 0.8, words: 'Searching every file for what must be withheld' })
  const manifest = manifestOf(input, projection, rendered)
  const sealed = { name: 'manifest.json', bytes: encode(`${JSON.stringify(manifest, null, 2)}\n`) }
  const openFiles = (): SearchedFile[] => {
    const open = openProjection(input, projection)
    const files = formats.flatMap((format) => render(format, open, stamp))
    return [...files, { name: sealed.name, texts: stringsOf(manifestOf(input, open, files)) }]
  }
  checkForLeaks(board, reports, projection, [...rendered, { ...sealed, texts: stringsOf(manifest) }], openFiles)
  onProgress({ stage: 'checking', done: 1, words: 'Every file is clean' })
  return { files: [...rendered.map(({ name, bytes }) => ({ name, bytes })), sealed], manifest }
}

/** Markdown cannot hold drawings: they come as files beside it. */
function render(format: PackFormat, projection: Projection, stamp: Stamp): RenderedFile[] {
  switch (format) {
    case 'pdf':
      return [{ name: 'briefing.pdf', ...renderPdf(projection, stamp) }]
    case 'md': {
      const text = renderMarkdown(projection, stamp)
      const briefing = { name: 'briefing.md', bytes: encode(text), texts: [text], unprintable: [] }
      return [briefing, ...drawingFiles(projection)]
    }
    case 'json': {
      const text = renderJson(projection, stamp)
      return [{ name: 'briefing.json', bytes: encode(text), texts: stringsOf(JSON.parse(text)), unprintable: [] }]
    }
    default:
      return format satisfies never
  }
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

const cardCount = ({ cards }: Projection): string => (cards.length === 1 ? 'one card' : `${cards.length} cards`)
