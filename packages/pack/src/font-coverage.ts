/** Which characters a TrueType font can show: its `cmap` table, formats 4 and 12 (OpenType 1.9, "cmap"). */

export function readCoverage(font: Buffer): Set<number> {
  const table = tableOffset(font, 'cmap')
  const count = font.readUInt16BE(table + 2)
  const covered = new Set<number>()
  for (let index = 0; index < count; index += 1) {
    const subtable = table + font.readUInt32BE(table + 4 + index * 8 + 4)
    const format = font.readUInt16BE(subtable)
    if (format === 4) addSegments(font, subtable, covered)
    if (format === 12) addGroups(font, subtable, covered)
  }
  return covered
}

function tableOffset(font: Buffer, tag: string): number {
  const count = font.readUInt16BE(4)
  for (let at = 12; at < 12 + count * 16; at += 16) {
    if (font.toString('latin1', at, at + 4) === tag) return font.readUInt32BE(at + 8)
  }
  throw new Error(`The font has no ${tag} table.`)
}

/** Format 4: parallel arrays of segments' ends, starts, deltas and offsets into a list of glyphs. */
function addSegments(font: Buffer, at: number, covered: Set<number>): void {
  const width = font.readUInt16BE(at + 6)
  const ends = at + 14
  const starts = ends + width + 2
  for (let segment = 0; segment < width; segment += 2) {
    const end = font.readUInt16BE(ends + segment)
    const start = font.readUInt16BE(starts + segment)
    const delta = font.readUInt16BE(starts + width + segment)
    const range = starts + 2 * width + segment
    const offset = font.readUInt16BE(range)
    for (let code = start; code <= end && code < 0xffff; code += 1) {
      const listed = offset === 0 ? code : font.readUInt16BE(range + offset + 2 * (code - start))
      if (listed !== 0 && ((listed + delta) & 0xffff) !== 0) covered.add(code)
    }
  }
}

/** Format 12: groups of first code, last code and first glyph. */
function addGroups(font: Buffer, at: number, covered: Set<number>): void {
  const groups = font.readUInt32BE(at + 12)
  for (let group = at + 16; group < at + 16 + groups * 12; group += 12) {
    const first = font.readUInt32BE(group)
    const last = font.readUInt32BE(group + 4)
    for (let code = first; code <= last; code += 1) covered.add(code)
  }
}
