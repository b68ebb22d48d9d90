/** A user's text for the PDF: what the fonts cannot show is written out, so that nothing is lost in silence. */

export interface PdfText {
  /** Makes text that can be set, and remembers what could not. */
  settable: (text: string) => string
  /** The same for words in a drawing; what can be set beside it, but not in it, is […] there. */
  drawable: (text: string) => string
  /** "U+6F22" and so on, each once, in order of code point. */
  unprintable: () => string[]
}

/** Line breaks are handled before; other control characters show nothing. */
const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g
/** Joiners and direction marks that shaping needs: no font has to have a picture for them, and they print nothing. */
const SHAPING = new Set([
  ...[0xad, 0x61c, 0x200c, 0x200d, 0x200e, 0x200f, 0x2060],
  ...[0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069],
])
/** Prints nothing anywhere and would only be in the way: byte order marks, fillers, variation selectors, tags. */
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/u
/** What a font has there is its own affair, and PDF/UA wants letters that mean the same everywhere. */
const PRIVATE = /\p{Private_Use}/u

export function pdfText(covers: (codePoint: number) => boolean, draws: (codePoint: number) => boolean): PdfText {
  const lacking = new Set<number>()
  const shown = (character: string): string => {
    const codePoint = character.codePointAt(0) ?? 0
    if (character === '\n' || SHAPING.has(codePoint)) return character
    if (IGNORABLE.test(character)) return ''
    if (covers(codePoint) && !PRIVATE.test(character)) return character
    lacking.add(codePoint)
    return `[${hex(codePoint)}]`
  }
  // A mark without a letter of its own, or a letter that turns into several signs, is no valid text in a drawing.
  const drawn = (character: string): string => {
    const codePoint = character.codePointAt(0) ?? 0
    return draws(codePoint) && !/\p{M}/u.test(character) ? character : SHAPING.has(codePoint) ? '' : LEFT_OUT
  }
  const set = (text: string): string => Array.from(plain(text), shown).join('')
  return {
    settable: (text) => breakable(set(text)),
    drawable: (text) => Array.from(set(text), drawn).join('').replaceAll(LEFT_OUT_RUN, '[…]'),
    unprintable: () => [...lacking].toSorted((a, b) => a - b).map(hex),
  }
}

/** Nobody's writing has more on one letter (UAX 15, 13), or so many joiners in a row; setting them takes the square of their number. */
const MARKS = /(\p{M}{30})\p{M}+/gu
const JOINERS =
  /([\u00ad\u061c\u200c-\u200f\u2060\u202a-\u202e\u2066-\u2069]{4})[\u00ad\u061c\u200c-\u200f\u2060\u202a-\u202e\u2066-\u2069]+/gu

const plain = (text: string): string =>
  text.toWellFormed().normalize('NFC').replaceAll(CONTROLS, ' ').replaceAll(MARKS, '$1[…]').replaceAll(JOINERS, '$1')

/** No text holds it: it is a control character. */
const LEFT_OUT = '\u0000'
/** Words in a row are one gap. */
const LEFT_OUT_RUN = /\u0000(?:[\s\u0000]*\u0000)?/g

/** A long address or a run of letters gets places to break at (zero-width spaces), or it would run off the page. */
const breakable = (text: string): string =>
  text.replaceAll(/[^\s\u200b]{40,}/gu, (word) => word.replaceAll(/.{20}(?=.{5})/gu, '$&\u200b'))

const hex = (codePoint: number): string => `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`
