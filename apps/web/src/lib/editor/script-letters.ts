/** Raised and lowered letters in plain text: a power or an index must not become a part of the number before it. */

const RAISED: Record<string, string> = Object.fromEntries(
  [...'0123456789+-=()ni'].map((letter, at) => [letter, [...'⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ'][at] ?? letter]),
)
const LOWERED: Record<string, string> = Object.fromEntries(
  [...'0123456789+-=()'].map((letter, at) => [letter, [...'₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎'][at] ?? letter]),
)

export function scriptLetters(text: string, script: 'sup' | 'sub'): string {
  const signs = script === 'sup' ? RAISED : LOWERED
  const letters = [...text.trim()]
  if (letters.length === 0) return text
  if (letters.every((letter) => letter in signs)) return letters.map((letter) => signs[letter]).join('')
  // "th", "er", "e": an ordinal's ending. A mark in brackets, as for a note, needs nothing else.
  if (letters.every((letter) => /\p{L}/u.test(letter)) || /^\[.*\]$/.test(text.trim())) return text
  return script === 'sup' ? `^(${text.trim()})` : `_(${text.trim()})`
}
