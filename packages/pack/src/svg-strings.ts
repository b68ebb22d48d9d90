/** Every text in a drawing of ours, for the leak check: what is written in it, and its attributes. */

/** The words between the tags in a row, since a line break cuts a sentence in two, then each attribute by itself. */
export function svgStrings(svg: string): string[] {
  const written = svg.replaceAll(/<[^>]*>/g, ' ')
  const attributes = [...svg.matchAll(/="([^"]*)"/g)].map(([, value = '']) => value)
  return [written, ...attributes].map(unescaped)
}

const NAMED: Record<string, string> = { lt: '<', gt: '>', quot: '"', amp: '&' }

const unescaped = (text: string): string =>
  text.replaceAll(/&(lt|gt|quot|amp);/g, (_, name: string) => NAMED[name] ?? '')
