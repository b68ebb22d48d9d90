/** The pieces of text on a PDF's page, as somebody sees them who looks at it: turned pages are turned back. */
import type { Piece } from './pdf-lines.ts'

/** What we need of a page of PDF.js. */
export interface PdfPage {
  getViewport: (options: { scale: number }) => { transform: readonly number[] }
  getTextContent: () => Promise<{ items: readonly (PdfText | object)[] }>
  cleanup: () => boolean
}

interface PdfText {
  str: string
  dir: string
  transform: readonly number[]
  width: number
}

/** Upright text first, then text in other directions (margins, watermarks), each direction by itself. */
export async function piecesOfPage(page: PdfPage): Promise<Piece[][]> {
  const { transform } = page.getViewport({ scale: 1 })
  const { items } = await page.getTextContent()
  page.cleanup()
  const byTurn = new Map<number, Piece[]>([[0, []]])
  for (const item of items) {
    if (!isText(item) || item.str === '') continue
    const { turn, piece } = place(item, transform)
    const sameWay = byTurn.get(turn)
    if (sameWay === undefined) byTurn.set(turn, [piece])
    else sameWay.push(piece)
  }
  return [...byTurn.values()]
}

const isText = (item: PdfText | object): item is PdfText => 'str' in item

/** `turn` in whole degrees; coordinates along the text's own direction. */
function place({ str, dir, transform, width }: PdfText, view: readonly number[]): { turn: number; piece: Piece } {
  const [a, b, c, d, x, y] = multiply(view, transform)
  const angle = Math.atan2(b, a)
  const turn = Math.round((angle * 180) / Math.PI)
  const [cosine, sine] = turn === 0 ? [1, 0] : [Math.cos(angle), Math.sin(angle)]
  const piece = {
    text: str,
    x: x * cosine + y * sine,
    y: y * cosine - x * sine,
    width,
    size: Math.hypot(c, d),
    isRightToLeft: dir === 'rtl',
  }
  return { turn, piece }
}

type Matrix = [number, number, number, number, number, number]

/** ISO 32000-1, 8.3.4: what `inner` does, then what `outer` does. */
function multiply(outer: readonly number[], inner: readonly number[]): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = outer
  const [p = 1, q = 0, r = 0, s = 1, t = 0, u = 0] = inner
  return [a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f]
}
