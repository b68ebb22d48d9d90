/** XML of Office documents: small parts as a tree; names without their prefix. No entities but XML's own five are known. */
import { Parser } from 'htmlparser2'

export interface XmlElement {
  name: string
  attributes: XmlAttributes
  children: XmlElement[]
}
/** By name without prefix. */
export type XmlAttributes = Readonly<Record<string, string>>

export interface XmlEvents {
  open: (name: string, attributes: XmlAttributes) => void
  text?: (text: string) => void
  close: (name: string) => void
}

export function walkXml(xml: string, { open, text, close }: XmlEvents): void {
  const parser = new Parser(
    {
      onopentag: (name, attributes) => open(localName(name), localAttributes(attributes)),
      ontext: (data) => text?.(data),
      onclosetag: (name) => close(localName(name)),
    },
    { xmlMode: true },
  )
  parser.end(xml)
}

export function readXml(xml: string): XmlElement {
  const root: XmlElement = { name: '', attributes: {}, children: [] }
  const path = [root]
  walkXml(xml, {
    open(name, attributes) {
      const element = { name, attributes, children: [] }
      path.at(-1)?.children.push(element)
      path.push(element)
    },
    close: () => void path.pop(),
  })
  return root
}

/** UTF-8, or what its first two bytes say. */
export function xmlText(bytes: Uint8Array): string {
  const [a, b] = bytes
  const encoding = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : 'utf-8'
  return new TextDecoder(encoding).decode(bytes)
}

export const childOf = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  element?.children.find((child) => child.name === name)

export const childrenOf = (element: XmlElement | undefined, name: string): XmlElement[] =>
  element?.children.filter((child) => child.name === name) ?? []

/** The `val` of a child, which is how Word writes most of what it has to say. */
export const valueOf = (element: XmlElement | undefined, name: string): string | undefined =>
  childOf(element, name)?.attributes['val']

/** Word's switches: there without a value means on. */
export const isOn = ({ val }: XmlAttributes): boolean => val === undefined || !['0', 'false', 'off'].includes(val)

const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

function localAttributes(attributes: Readonly<Record<string, string>>): XmlAttributes {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [localName(name), value]))
}
