/** A user's text for the PDF: what the fonts cannot show is written out, so that nothing is lost in silence. */

export interface PdfText {
  /** Makes text that can be set, and remembers what could not. */
  settable: (text: string) => string
  /** "U+6F22" and so on, each once, in order of code point. */
  unprintable: () => string[]
}

/** Line breaks are handled before; other control characters show nothing. */
const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g
/** Joiners and direction marks that shaping needs: no font has to have a picture for them. */
const SHAPING = new Set([0x200c, 0x200d, 0x200e, 0x200f, 0xad, 0x2060, 0xfe0e, 0xfe0f])

export function pdfText(covers: (codePoint: number) => boolean): PdfText {
  const lacking = new Set<number>()
  const shown = (character: string): string => {
    const codePoint = character.codePointAt(0) ?? 0
    if (character === '\n' || SHAPING.has(codePoint) || covers(codePoint)) return character
    lacking.add(codePoint)
    return `[${hex(codePoint)}]`
  }
  return {
    settable: (text) =>
      breakable(Array.from(text.toWellFormed().normalize('NFC').replaceAll(CONTROLS, ' '), shown).join('')),
    unprintable: () => [...lacking].toSorted((a, b) => a - b).map(hex),
  }
}

/** A long address or a run of letters gets places to break at (zero-width spaces), or it would run off the page. */
const breakable = (text: string): string =>
  text.replaceAll(/[^\s\u200b]{40,}/gu, (word) => word.replaceAll(/.{20}(?=.{5})/gu, '$&\u200b'))

const hex = (codePoint: number): string => `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`
