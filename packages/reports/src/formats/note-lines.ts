/** Notes as one line each, with the marker bound to the line and taken out of the text. */
import type { SourceLine } from '../source.ts'

const LEADING = /^(?:<sup>)?[[(]?(\d{1,3}|[a-z]|[*†‡§]{1,3})[\])]?(?:<\/sup>)?[.):]?(?:\s+|$)/

/** Lines of one note share their role; a note that has no marker at all becomes lines like others. */
export function bindNotes(lines: readonly SourceLine[]): SourceLine[] {
  return joinParts(lines).map((line) => {
    if (line.role?.kind !== 'note') return line
    const { marker } = line.role
    const found = LEADING.exec(line.text)
    if (found === null || (marker !== '' && found[1] !== marker)) return marker === '' ? { ...line, role: null } : line
    return { ...line, text: line.text.slice(found[0].length), role: { kind: 'note', marker: found[1] ?? '' } }
  })
}

function joinParts(lines: readonly SourceLine[]): SourceLine[] {
  const joined: SourceLine[] = []
  for (const line of lines) {
    const note = joined.at(-1)?.text === '' ? joined.at(-2) : joined.at(-1)
    const isMore = line.role?.kind === 'note' && note?.role === line.role
    if (!isMore) joined.push(line)
    else {
      if (joined.at(-1)?.text === '') joined.pop()
      joined[joined.length - 1] = { ...note, text: `${note.text} ${line.text}` }
    }
  }
  return joined
}
