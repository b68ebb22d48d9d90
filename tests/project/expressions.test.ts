/** S12: no regular expression of the product takes longer than in proportion to its text, whatever the text is. */
import { expect, test } from 'vitest'
import { openDocument } from '../../packages/reports/src/formats/open-document.ts'
import { FILES } from '../../packages/reports/src/formats/same-text.test-suite.ts'
import { findExpressions, type Found } from './expressions.ts'

/** What meets only our own short or made text, by its source; each with the reason. */
const OURS: Record<string, string> = {
  [String.raw`\B(?=(?:\d{3})+$)`]: 'the digits of one number: 309 at most',
  [String.raw`\B(?=(\d{3})+$)`]: 'the digits of one number: 309 at most',
  [String.raw`\s*\[([A-Z][^\]\s]*:[^\]]*)\]`]: 'seeds, which are files of this project',
  [String.raw`(?<!\s)\s*\[([A-Z][^\]\s]*:[^\]]*)\]`]: 'seeds, which are files of this project',
  [String.raw`beginbfchar([\s\S]*?)endbfchar`]: 'a font’s table, which the typesetter writes',
  [String.raw`beginbfrange([\s\S]*?)endbfrange`]: 'a font’s table, which the typesetter writes',
}

const LENGTH = 24_000
/** What is done within this time is not looked at again: even a quadratic one could not do harm at this length. */
const QUICK_MS = 150
const ATTEMPTS = 3
/** Twice the text takes twice the time, or four times if each place looks through the rest; a machine is busy at times. */
const MOST_GROWTH = 3

const COMMON = [
  ' ',
  '\n',
  'a',
  'A',
  '1',
  '-',
  '(',
  ')',
  '[',
  '<',
  '/',
  '.',
  ',',
  '"',
  '“',
  '*',
  '_',
  '#',
  ':',
  '\u00a0',
]
const PAIRS = [
  'a ',
  '1 ',
  '1,',
  '1.',
  'a-',
  'a.',
  'A.',
  '(a',
  '[a',
  '<a',
  '. ',
  ' \n',
  '- ',
  '"a',
  'a1',
  '1a',
  ' (',
  '""',
]

/** The words and signs that an expression is made of, those that every text has, and pairs of them. */
function piecesOf({ source }: RegExp): string[] {
  const plain = source.replaceAll(/\(\?(?:[:=!]|<[=!]|<\w+>)/g, '(').replaceAll(/\\[bBdDwWsSpP](?:\{[^}]*\})?/g, ' ')
  const words = [...plain.matchAll(/[\p{L}\d \-–—:;,'"“”’<>/@=_]{1,30}/gu)].map(([word]) => word)
  const signs = [...source.matchAll(/\\u([\da-f]{4})|\\([^\w\s])/gi)].map(([, code, sign = '']) =>
    code === undefined ? sign : String.fromCharCode(parseInt(code, 16)),
  )
  const own = [...new Set([...words, ...signs])].slice(0, 40)
  return [...new Set([...COMMON, ...PAIRS, ...own, ...own.flatMap((piece) => [`${piece} `, `${piece}1`])])]
}

function tookMs(expression: RegExp, text: string): number {
  const began = performance.now()
  if (expression.global) text.replace(expression, '')
  else expression.exec(text)
  return performance.now() - began
}

const bestOf = (expression: RegExp, text: string): number =>
  Math.min(...Array.from({ length: ATTEMPTS }, () => tookMs(expression, text)))

/** Whether it takes too long on the piece, over and over, with an end that does not fit. */
function isSlow(expression: RegExp, piece: string, end: string): boolean {
  const text = (length: number): string => piece.repeat(Math.ceil(length / piece.length)) + end
  if (tookMs(expression, text(LENGTH)) < QUICK_MS) return false
  const once = bestOf(expression, text(LENGTH))
  return once > QUICK_MS && bestOf(expression, text(2 * LENGTH)) > once * MOST_GROWTH
}

function slowOf(all: readonly Found[]): string[] {
  const seen = new Set<string>()
  return all.flatMap(({ where, expression }) => {
    if (seen.has(String(expression)) || Object.hasOwn(OURS, expression.source)) return []
    seen.add(String(expression))
    for (const piece of piecesOf(expression))
      for (const end of ['', '\u0000'])
        if (isSlow(expression, piece, end)) return [`${where} ${String(expression)} on ${JSON.stringify(piece)}`]
    return []
  })
}

test('every expression in the sources', { timeout: 600_000 }, async () => {
  const all = await findExpressions()
  expect(all.length).toBeGreaterThan(300)
  expect(slowOf(all)).toEqual([])
})

test('every expression that is put together while the program runs', { timeout: 600_000 }, async () => {
  const built: Found[] = []
  const real = globalThis.RegExp
  globalThis.RegExp = new Proxy(real, {
    construct(target, given: ConstructorParameters<typeof RegExp>) {
      const expression = new target(...given)
      built.push({ where: `built no. ${built.length}`, expression })
      return expression
    },
  })
  try {
    await import('@briefboard/charts')
    const { readReport } = await import('@briefboard/reports/formats')
    await import('../../apps/web/src/lib/review/mixed-sentence.ts')
    await import('../../packages/pack/src/pdf-strings.ts')
    await import('@briefboard/library')
    for (const [form, bytes] of Object.entries(FILES)) await readReport(bytes, `a.${form}`, { symbol: 'H/2031/5' })
    expect((await openDocument(FILES.txt, 'a.txt')).lines.length).toBeGreaterThan(0)
  } finally {
    globalThis.RegExp = real
  }
  expect(built.length).toBeGreaterThan(10)
  expect(slowOf(built)).toEqual([])
})
