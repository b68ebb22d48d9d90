/** When something was said or judged, as short as it can be said. */

const TIME = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const DAY_AND_TIME = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
})
const MONTH = new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' })

/** In the reader's own zone: `14:02` today, `21 Nov, 14:02` before. */
export function timeWords(iso: string, now: Date = new Date()): string {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return iso
  return date.toDateString() === now.toDateString() ? TIME.format(date) : DAY_AND_TIME.format(date)
}

/** When each of two judgements was made: `2017` and `2018`; with the month where the year is the same. */
export function whenWords(iso: string, beside: string): string {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return iso
  return iso.slice(0, 4) === beside.slice(0, 4) ? MONTH.format(date) : iso.slice(0, 4)
}
