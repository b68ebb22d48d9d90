/** Numbers, dates, sizes and names as people write them. The same on the server and in every browser. */

/** "1 card", "2 cards". */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`

/** A card is known by its title, which may still have to be written. */
export const cardName = ({ title }: { title: string }): string => (title === '' ? 'Untitled card' : title)

const LONG = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
const WITH_TIME = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
  timeZoneName: 'short',
})

/** "31 January 2018", of an ISO 8601 date or instant; what is none is given back as it is. */
export const dateWords = (iso: string): string => worded(LONG, iso)
/** "31 January 2018 at 14:05 UTC". */
export const instantWords = (iso: string): string => worded(WITH_TIME, iso)

function worded(format: Intl.DateTimeFormat, iso: string): string {
  const at = new Date(iso)
  return Number.isNaN(at.getTime()) ? iso : format.format(at)
}

/** Of bytes: "812 bytes", "41 kB", "1.2 MB". */
export function sizeWords(bytes: number): string {
  if (bytes < 1000) return counted(bytes, 'byte')
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

const COUNTRIES = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' })

/** The everyday English name of an ISO 3166-1 alpha-2 code; the code itself if it is not of that form. */
export const countryName = (code: string): string => (/^[A-Z]{2}$/.test(code) ? (COUNTRIES.of(code) ?? code) : code)
