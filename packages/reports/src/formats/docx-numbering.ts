/** The numbers that Word writes before paragraphs by itself (ECMA-376, 17.9): counted as Word counts them. */
import { formatNumber, type NumberFormat } from './number-format.ts'
import { childOf, childrenOf, isOn, readXml, valueOf, type XmlElement } from './xml.ts'

/** `level` null: the level that belongs to the style. Gives the label, `bullet`, or null where there is no numbering. */
export type NextLabel = (
  numbering: { id: string; level: number | null },
  style: string | null,
) => string | 'bullet' | null

interface Level {
  start: number
  format: NumberFormat | 'bullet' | 'none'
  /** "%1.%2": with the numbers of the levels in their places. */
  text: string
  style: string | null
  /** Levels above this one (counted from 1) that begin it anew; null: all. */
  restartAfter: number | null
  isDecimalOnly: boolean
}
interface List {
  levels: ReadonlyMap<number, Level>
  /** Lists of one abstract definition count together. */
  counters: (number | undefined)[]
  /** What this list begins with in place of the definition's start; used up at first use. */
  startOverrides: Map<number, number>
}

const MOST_LEVELS = 9
const FORMATS: Record<string, Level['format']> = {
  decimal: 'decimal',
  decimalZero: 'decimal',
  lowerLetter: 'lower-letter',
  upperLetter: 'upper-letter',
  lowerRoman: 'lower-roman',
  upperRoman: 'upper-roman',
  bullet: 'bullet',
  none: 'none',
}

export function readNumbering(xml: string | null): NextLabel {
  if (xml === null) return () => null
  const lists = readLists(childOf(readXml(xml), 'numbering'))
  return ({ id, level }, style) => {
    const list = lists.get(id)
    if (list === undefined) return null
    const at = level ?? levelOfStyle(list, style)
    return at < 0 || at >= MOST_LEVELS ? null : nextLabel(list, at)
  }
}

function nextLabel({ levels, counters, startOverrides }: List, at: number): string | 'bullet' | null {
  const level = levels.get(at)
  if (level === undefined) return null
  const override = startOverrides.get(at)
  startOverrides.delete(at)
  counters[at] = override ?? (counters[at] === undefined ? level.start : counters[at] + 1)
  for (let deeper = at + 1; deeper < MOST_LEVELS; deeper += 1) {
    const restartAfter = levels.get(deeper)?.restartAfter ?? null
    if (restartAfter === null || (restartAfter > 0 && at < restartAfter)) counters[deeper] = undefined
  }
  if (level.format === 'bullet') return 'bullet'
  const label = level.text.replaceAll(/%([1-9])/g, (_, number: string) => {
    const shown = levels.get(Number(number) - 1)
    const format = shown === undefined || level.isDecimalOnly ? 'decimal' : shown.format
    const value = counters[Number(number) - 1] ?? shown?.start ?? 1
    return format === 'bullet' || format === 'none' ? '' : formatNumber(value, format)
  })
  return label.trim() === '' ? null : label.trim()
}

const levelOfStyle = ({ levels }: List, style: string | null): number =>
  style === null ? 0 : ([...levels].find(([, level]) => level.style === style)?.[0] ?? 0)

function readLists(numbering: XmlElement | undefined): Map<string, List> {
  const definitions = childrenOf(numbering, 'abstractNum').map((element) => ({
    element,
    id: element.attributes['abstractNumId'],
    levels: levelsOf(element),
    counters: [],
  }))
  /** A definition may say "as that style's list has it". */
  const defined = (id: string | undefined) => {
    const own = definitions.find((definition) => definition.id === id)
    const link = valueOf(own?.element, 'numStyleLink')
    return definitions.find(({ element }) => link !== undefined && valueOf(element, 'styleLink') === link) ?? own
  }
  const lists = new Map<string, List>()
  for (const num of childrenOf(numbering, 'num')) {
    const definition = defined(valueOf(num, 'abstractNumId'))
    if (definition === undefined) continue
    const { levels, startOverrides } = overridesOf(num, definition.levels)
    lists.set(num.attributes['numId'] ?? '', { levels, counters: definition.counters, startOverrides })
  }
  return lists
}

function overridesOf(num: XmlElement, defined: ReadonlyMap<number, Level>): Pick<List, 'levels' | 'startOverrides'> {
  const levels = new Map(defined)
  const startOverrides = new Map<number, number>()
  for (const override of childrenOf(num, 'lvlOverride')) {
    const at = numberOr(override.attributes['ilvl'], 0)
    const start = valueOf(override, 'startOverride')
    if (start !== undefined) startOverrides.set(at, numberOr(start, 1))
    for (const level of childrenOf(override, 'lvl')) levels.set(at, levelOf(level))
  }
  return { levels, startOverrides }
}

const levelsOf = (definition: XmlElement): Map<number, Level> =>
  new Map(childrenOf(definition, 'lvl').map((level) => [numberOr(level.attributes['ilvl'], 0), levelOf(level)]))

function levelOf(level: XmlElement): Level {
  const restart = valueOf(level, 'lvlRestart')
  const legal = childOf(level, 'isLgl')
  return {
    start: numberOr(valueOf(level, 'start'), 1),
    format: FORMATS[valueOf(level, 'numFmt') ?? 'decimal'] ?? 'decimal',
    text: valueOf(level, 'lvlText') ?? '',
    style: valueOf(level, 'pStyle') ?? null,
    restartAfter: restart === undefined ? null : numberOr(restart, 0),
    isDecimalOnly: legal !== undefined && isOn(legal.attributes),
  }
}

function numberOr(text: string | undefined, otherwise: number): number {
  const number = Number.parseInt(text ?? '', 10)
  return Number.isInteger(number) ? number : otherwise
}
