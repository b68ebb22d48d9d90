/** Every regular expression in the sources of the product, found by reading them with the compilers. */
import { glob, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { parse } from 'svelte/compiler'
import ts from 'typescript'

export interface Found {
  /** From the root of the project, with the line. */
  where: string
  expression: RegExp
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const SOURCES = ['packages/*/src/**/*.ts', 'apps/*/src/**/*.ts', 'apps/*/src/**/*.svelte']
/** Nobody's text meets what only tests use. */
const TESTS = /\/fixture\.ts$|\.test\.ts$|\.test-suite\.ts$|\.test-program\.ts$|\/testkit\//

export async function findExpressions(): Promise<Found[]> {
  const found: Found[] = []
  for await (const path of glob(SOURCES, { cwd: ROOT })) {
    if (TESTS.test(path)) continue
    const source = await readFile(join(ROOT, path), 'utf8')
    found.push(...(path.endsWith('.svelte') ? inSvelte(path, source) : inTypeScript(path, source)))
  }
  return found.toSorted((a, b) => a.where.localeCompare(b.where))
}

function inTypeScript(path: string, source: string): Found[] {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true)
  const found: Found[] = []
  const look = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart())
      found.push({ where: `${path}:${line + 1}`, expression: ofLiteral(node.text) })
    }
    ts.forEachChild(node, look)
  }
  look(file)
  return found
}

function ofLiteral(literal: string): RegExp {
  const end = literal.lastIndexOf('/')
  return new RegExp(literal.slice(1, end), literal.slice(end + 1))
}

/** A component's script and its markup. */
function inSvelte(path: string, source: string): Found[] {
  const found: Found[] = []
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    if ('regex' in value && isPattern(value.regex)) {
      const line = 'start' in value ? source.slice(0, Number(value.start)).split('\n').length : 0
      found.push({ where: `${path}:${line}`, expression: new RegExp(value.regex.pattern, value.regex.flags) })
    }
    for (const inner of Object.values(value)) look(inner)
  }
  look(parse(source, { modern: true }))
  return found
}

const isPattern = (value: unknown): value is { pattern: string; flags: string } =>
  typeof value === 'object' && value !== null && 'pattern' in value && 'flags' in value
