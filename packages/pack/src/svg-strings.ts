/** Every text in a drawing of ours, for the leak check: what is written in it, and its attributes that say something. */

/** How a mark looks and where it stands. A card above the ceiling may be called "Pattern" or have the tag "visible". */
const LOOKS = new Set([
  ...['xmlns', 'width', 'height', 'viewBox', 'x', 'y', 'x1', 'y1', 'x2', 'y2', 'dx', 'dy', 'cx', 'cy', 'r', 'rx', 'ry'],
  ...['d', 'points', 'offset', 'transform', 'overflow', 'role', 'href', 'id', 'clip-path', 'pointer-events'],
  ...['fill', 'fill-opacity', 'fill-rule', 'opacity', 'stop-color', 'stop-opacity', 'paint-order'],
  ...['stroke', 'stroke-width', 'stroke-opacity', 'stroke-linejoin', 'stroke-linecap', 'stroke-dasharray'],
  ...['font-family', 'font-size', 'font-weight', 'font-style', 'text-anchor', 'dominant-baseline'],
  ...['patternUnits', 'patternTransform', 'aria-hidden'],
])

/** The words between the tags in a row, since a line break cuts a sentence in two, then each attribute by itself. */
export function svgStrings(svg: string): string[] {
  const written = svg.replaceAll(/<[^<>]*>/g, ' ')
  const attributes = [...svg.matchAll(/(?<![\w:-])([\w:-]+)="([^"]*)"/g)].flatMap(([, name = '', value = '']) =>
    LOOKS.has(name) ? [] : [value],
  )
  return [written, ...attributes].map(unescaped)
}

const NAMED: Record<string, string> = { lt: '<', gt: '>', quot: '"', amp: '&' }

const unescaped = (text: string): string =>
  text.replaceAll(/&(lt|gt|quot|amp);/g, (_, name: string) => NAMED[name] ?? '')
