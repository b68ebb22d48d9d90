/** Writes docs/benchmarks.md from a run. What people wrote below the mark of explanations stays. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Measured } from '../measure/window.ts'
import type { Results } from '../results.ts'
import { contenders } from '../servers/all.ts'
import { figures } from './figures.ts'
import { inOrder, ratioTable } from './ratios.ts'
import { toMarkdown } from './table.ts'
import { views, type View } from './views.ts'

export const DOCUMENT = fileURLToPath(new URL('../../../docs/benchmarks.md', import.meta.url))
const EXPLANATIONS = '<!-- explanations -->'
const NO_EXPLANATIONS =
  'What bounds a figure that is not met, from a profile, is written here by people and stays when this file is written anew.'

export function writeDocument(results: Results): void {
  const before = existsSync(DOCUMENT) ? readFileSync(DOCUMENT, 'utf8') : ''
  const at = before.indexOf(EXPLANATIONS)
  const kept = at < 0 ? `\n\n${NO_EXPLANATIONS}\n` : before.slice(at + EXPLANATIONS.length)
  writeFileSync(DOCUMENT, `${toDocument(results)}\n${EXPLANATIONS}${kept}`)
}

function toDocument(results: Results): string {
  const { a, b, c, d, e, f, nodes } = results
  return [
    '# Benchmarks',
    'Written by `npm run bench`; what stands below "Explanations" is written by people, and by `npm run bench -- words` the words lost.',
    machine(results),
    '## How it was measured',
    method(results),
    '## Figures to reach',
    figureTable(results),
    ...section(views.a, a, a && ratios(a)),
    ...section(views.b, b, b && ratios(b)),
    ...section(views.c, c, c && ratios(c)),
    ...[...section(views.d, d), ...section(views.e, e), ...section(views.f, f), ...section(views.nodes, nodes)],
    ...trouble(results),
    '## Explanations\n',
  ].join('\n\n')
}

function machine({ machine: { cpu, cores, memoryGb, system, node, redis, date } }: Results): string {
  return `${date}, ${cpu}, ${cores} cores, ${memoryGb} GB, ${system}, Node ${node}, Redis ${redis}.`
}

function method({ machine: { isPinned }, seconds }: Results): string {
  const pinned = isPinned
    ? 'Each server is a process of its own, pinned to core 0 (`taskset`); the load generator, and Redis where there is one, run on core 1.'
    : 'Each server is a process of its own. There is no `taskset` here: servers, load generator and Redis share all cores.'
  const kept = contenders.map(({ name, keeps }) => `${name}: ${keeps}`).join('; ')
  return [
    `${pinned} All are measured in one run, one after the other, each for ${seconds} s after 2 s of warming up.`,
    'The load is WebSocket clients made by hand that speak each server’s protocol and hold no document. An update is one letter typed behind ' +
      'the last one, in a write of its own; for Briefboard a mark follows it, which it answers with "saved". A delivery is one letter received ' +
      'by one other client, counted by Yjs clocks, so that it does not matter how a server merges; edit latency is the time from sending to ' +
      'receiving, of every delivery, and saved latency from sending to "saved", of every update. All times are in ms.',
    '"CPU" is that of the process with all its threads, as a share of one core; "others" are programs that have nothing to do with this: ' +
      'above a few percent, times are not to be trusted. Where the CPU of the load is near 100 %, the load generator is what saturates.',
    `What is safe when others have an edit: ${kept}.`,
  ].join('\n\n')
}

function figureTable(results: Results): string {
  const rows = figures(results).map(({ shape, what, limit, measured, isMet }) => [
    ...[`${shape} ${what}`, limit, measured],
    isMet === null ? 'not measured' : isMet ? 'met' : '**not met**',
  ])
  return toMarkdown({ columns: ['figure', 'limit', 'measured', ''], rows })
}

const ratios = (results: Record<string, Measured>): string => toMarkdown(ratioTable(results))

function section<T>(view: View<T>, results: Record<string, T> | undefined, more?: string): string[] {
  if (results === undefined) return []
  const rows = inOrder(results, (name, result) => view.rows(name, result))
  return [
    `## ${view.title}`,
    view.how,
    toMarkdown({ columns: view.columns, rows }),
    ...(more === undefined ? [] : [more]),
  ]
}

function trouble({ trouble }: Results): string[] {
  if (trouble.length === 0) return []
  return ['## What went wrong', trouble.map((line) => `- ${line}`).join('\n')]
}
