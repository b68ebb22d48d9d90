// A page without a window, for editors that draw. It has no layout but this: each editor has a stretch of its own.
import { JSDOM } from 'jsdom'

const WIDTH = 800
const HEIGHT = 500

const { window } = new JSDOM('<!doctype html><body></body>', {
  pretendToBeVisual: true,
  url: 'https://example.org/',
})

/** jsdom's events carry no clipboard and no drag. */
class TransferEvent extends window.MouseEvent {
  constructor(type, transfer, place) {
    super(type, { bubbles: true, cancelable: true, ...place })
    this.clipboardData = transfer
    this.dataTransfer = transfer
  }
}

class DataTransfer {
  #values = new Map()
  files = []
  items = []
  effectAllowed = 'all'
  dropEffect = 'move'
  get types() {
    return [...this.#values.keys()]
  }
  getData(type) {
    return this.#values.get(type === 'Text' ? 'text/plain' : type) ?? ''
  }
  setData(type, value) {
    this.#values.set(type === 'Text' ? 'text/plain' : type, value)
  }
  clearData() {
    this.#values.clear()
  }
  setDragImage() {
    // Nothing is seen here.
  }
}

window.ClipboardEvent = class ClipboardEvent extends TransferEvent {}
window.DragEvent = class DragEvent extends TransferEvent {}
window.DataTransfer = DataTransfer
window.Range.prototype.getBoundingClientRect = () => new window.DOMRect()
window.Range.prototype.getClientRects = () => []
window.document.elementFromPoint = () => null
window.scrollBy = () => undefined
window.Element.prototype.getBoundingClientRect = function () {
  const top = Number(this.closest('[data-top]')?.dataset.top ?? 0)
  return new window.DOMRect(0, top, WIDTH, HEIGHT)
}

for (const name of Object.getOwnPropertyNames(window)) {
  if (!(name in globalThis) || ['Event', 'CustomEvent', 'EventTarget', 'MutationObserver'].includes(name)) {
    Object.defineProperty(globalThis, name, { value: window[name], configurable: true, writable: true })
  }
}
Object.defineProperty(globalThis, 'getComputedStyle', { value: window.getComputedStyle.bind(window) })
Object.defineProperty(globalThis, 'getSelection', { value: window.getSelection.bind(window) })
globalThis.window = window

let hosts = 0

/** An element on the page, to draw in. */
export function host() {
  const element = document.createElement('div')
  element.dataset.top = `${hosts++ * HEIGHT}`
  document.body.append(element)
  return element
}

export const newTransfer = () => new DataTransfer()
export const clipboardEvent = (type, transfer) => new window.ClipboardEvent(type, transfer)

/** `over` is the element that the mouse is over. */
export function dragEvent(type, transfer, over) {
  const { left, top } = over.getBoundingClientRect()
  return new window.DragEvent(type, transfer, { clientX: left + 1, clientY: top + 1 })
}
