/** What is brought over of schema 1 says the same, is by the same people, and stands where it stood; nothing is lost. */
import { scanUpdate } from '@briefboard/protocol'
import {
  nonsenseCard,
  oldAssessmentOf,
  oldParagraph,
  seededRandom,
  sentDocument,
  writeOldAssessment,
} from '@briefboard/testkit'
import { readText } from '@briefboard/text'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { textOf, type Block, type Inline } from '../../assessment.ts'
import { citedBlocks } from '../../seed/cited-text.ts'
import { quote } from '../../quotation-state.ts'
import { readAssessment } from '../assessment.ts'
import type { Problem } from '../problems.ts'
import { assessmentOf } from '../schema.ts'
import { finished } from '../steps.ts'
import { writeAssessment } from '../write-assessment.ts'
import { broughtOverSteps, hasOldAssessment } from './index.ts'

const words = (text: string): Inline => ({ type: 'text', text })
const paragraph = (...content: Inline[]): Block => ({ type: 'paragraph', content })
const quotation = quote('left the harbour') ?? undefined
const NOBODY = (): string => ''

function broughtOver(doc: Y.Doc, personOf: (client: number) => string = NOBODY) {
  const { update, made } = finished(broughtOverSteps(doc, personOf))
  const anew = new Y.Doc()
  Y.applyUpdate(anew, update)
  expect(anew.store.pendingStructs).toBeNull()
  expect(hasOldAssessment(anew)).toBe(false)
  return { anew, made }
}

/** As its readers have it: no root is opened yet, and what was deleted is gone. */
const sent = (doc: Y.Doc): Y.Doc => sentDocument([Y.encodeStateAsUpdate(doc)])

function old(write: (doc: Y.Doc) => void): Y.Doc {
  const doc = new Y.Doc()
  write(doc)
  return sent(doc)
}

const EVERYTHING: Block[] = [
  { type: 'heading', level: 2, content: [words('Threat')] },
  paragraph(
    words('Plain, '),
    { type: 'text', text: 'bold', bold: true },
    { type: 'text', text: ' and both', bold: true, italic: true },
    { type: 'citation', citation: { symbol: 'S/2018/80', paragraph: 13, sub: 'b', quotation } },
    { type: 'break' },
    words('next line.'),
    { type: 'citation', citation: { symbol: 'S/2016/92', paragraph: 7 } },
  ),
  {
    type: 'list',
    ordered: true,
    start: 3,
    items: [
      [paragraph(words('three')), paragraph(words('more of three'))],
      [
        paragraph(words('four')),
        { type: 'list', ordered: false, items: [[paragraph(words('inner'))], [paragraph(words('inner again'))]] },
      ],
    ],
  },
  { type: 'quote', blocks: [paragraph(words('They said.')), paragraph(words('And that.'))] },
  paragraph(),
  { type: 'heading', level: 3, content: [words('At sea')] },
]

test('an assessment with all that schema 1 could say is read the same before and after', () => {
  const doc = old((made) => writeOldAssessment(made, EVERYTHING))
  const problems: Problem[] = []
  expect(hasOldAssessment(doc)).toBe(true)
  expect(readAssessment(doc)).toEqual(EVERYTHING)
  const { anew } = broughtOver(doc)
  expect(readAssessment(anew, problems)).toEqual(EVERYTHING)
  expect(problems).toEqual([])
})

test('what is brought over can be written in like any other text, and is not brought over again', () => {
  const { anew } = broughtOver(old((doc) => writeOldAssessment(doc, citedBlocks('One.\n\nTwo.'))))
  const text = assessmentOf(anew)
  const [first] = readText(text).blocks
  text.insert(4, ' More.')
  first?.marker?.set('type', 'heading')
  expect(readAssessment(sent(anew)).map((block) => [block.type, textOf([block])])).toEqual([
    ['heading', 'One More..'],
    ['paragraph', 'Two.'],
  ])
})

/** Writers who type into each other's words, delete, and change the look of letters. */
function typedBy(people: readonly string[], edits: number, seed: number): { doc: Y.Doc; owners: Map<number, string> } {
  const random = seededRandom(seed)
  const below = (most: number): number => Math.floor(random() * most)
  const owners = new Map<number, string>()
  let doc = new Y.Doc()
  writeOldAssessment(doc, EVERYTHING)
  owners.set(doc.clientID, '')
  for (let turn = 0; turn < edits / 10; turn++) {
    const next = new Y.Doc()
    Y.applyUpdate(next, Y.encodeStateAsUpdate(doc))
    doc = next
    const person = people[below(people.length)] ?? ''
    owners.set(doc.clientID, person)
    for (let edit = 0; edit < 10; edit++) {
      const texts = [...oldAssessmentOf(doc).createTreeWalker(() => true)].filter((node) => node instanceof Y.XmlText)
      const text = texts[below(texts.length)]
      const action = random()
      if (text === undefined || action < 0.05) oldAssessmentOf(doc).insert(0, [oldParagraph(`${person} begins. `)])
      else if (action < 0.75) text.insert(below(text.length + 1), `${person}${below(100)} `)
      else if (action < 0.9 && text.length > 4) text.delete(below(text.length - 3), 3)
      else if (text.length > 4) text.format(below(text.length - 3), 3, { bold: random() < 0.5 ? {} : null })
    }
  }
  return { doc: sent(doc), owners }
}

/** Each letter with whose it is, in order. */
function lettersWithAuthors(start: Y.Item | null, ownerOf: (client: number) => string): string[] {
  const letters: string[] = []
  for (let item = start; item !== null; item = item.right) {
    if (item.deleted) continue
    if (item.content instanceof Y.ContentString)
      for (const letter of item.content.str) letters.push(`${ownerOf(item.id.client)}:${letter}`)
    if (item.content instanceof Y.ContentType && !(item.content.type instanceof Y.Map))
      letters.push(...lettersWithAuthors(item.content.type._start, ownerOf))
  }
  return letters
}

test('every letter stays whose it was, under the identity that it had, however people typed into each other’s words', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (seed) => {
      const { doc, owners } = typedBy(['ann', 'ben', 'cem'], 60, seed)
      const ownerOf = (client: number): string => owners.get(client) ?? expect.unreachable()
      const { anew, made } = broughtOver(doc, ownerOf)
      const ownerNow = (client: number): string => ownerOf(made.get(client) ?? client)
      const before = lettersWithAuthors(doc.share.get('assessment')?._start ?? null, ownerOf)
      const after = lettersWithAuthors(anew.share.get('text')?._start ?? null, ownerNow)
      expect(after.filter((letter) => !letter.endsWith(':\n'))).toEqual(before)
      expect(textOf(readAssessment(anew))).toBe(textOf(readAssessment(doc)))
      expect(readAssessment(anew)).toEqual(readAssessment(doc))
      // One new client for each person at most, and all others belong to whom they belonged.
      expect(new Set([...made.values()].map(ownerOf)).size).toBe(made.size)
      for (const client of anew.store.clients.keys()) ownerNow(client)
    }),
    { numRuns: Number(process.env['BROUGHT_OVER_RUNS'] ?? 60) },
  )
})

test('positions of comments lead to the same letters as before, short quotations too', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (seed) => {
      const { doc, owners } = typedBy(['ann', 'ben'], 40, seed)
      const texts = [...oldAssessmentOf(doc).createTreeWalker(() => true)].filter((node) => node instanceof Y.XmlText)
      const anchors = texts
        .filter(({ length }) => length > 2)
        .map((text) => ({
          ends: (
            [
              [0, 0],
              [2, -1],
            ] as const
          ).map(([at, assoc]) => Y.createRelativePositionFromTypeIndex(text, at, assoc)),
          words: plainLetters(text).slice(0, 2),
        }))
      expect(anchors.length).toBeGreaterThan(3)
      const { anew } = broughtOver(doc, (client) => owners.get(client) ?? '')
      const text = assessmentOf(anew)
      const units = unitsIn(text)
      for (const { ends, words: quoted } of anchors) {
        const [from, to] = ends.map((end) => Y.createAbsolutePositionFromRelativePosition(end, anew))
        expect(from?.type).toBe(text)
        expect(units.slice(from?.index, to?.index)).toBe(quoted)
      }
    }),
    { numRuns: 30 },
  )
})

const plainLetters = (text: Y.Text): string =>
  text
    .toDelta()
    .map(({ insert }: { insert: unknown }) => (typeof insert === 'string' ? insert : '\0'))
    .join('')
const unitsIn = plainLetters

test.each<[what: string, write: (doc: Y.Doc) => void, text: string]>([
  [
    'letters at the top level',
    (doc) => oldAssessmentOf(doc).push([new Y.XmlText('Top.'), oldParagraph('Two.')]),
    'Top.\nTwo.',
  ],
  [
    'letters straight in a list',
    (doc) =>
      oldAssessmentOf(doc).push([tree('bulletList', [new Y.XmlText('item'), tree('listItem', [oldParagraph('b')])])]),
    'item\nb',
  ],
  [
    'a table',
    (doc) =>
      oldAssessmentOf(doc).push([
        tree('table', [tree('row', [tree('cell', [oldParagraph('one')]), tree('cell', [new Y.XmlText('two')])])]),
      ]),
    'one\ntwo',
  ],
  ['a block of code', (doc) => oldAssessmentOf(doc).push([tree('codeBlock', [new Y.XmlText('x = 1')])]), 'x = 1'],
  [
    'words in elements in words',
    (doc) =>
      oldAssessmentOf(doc).push([
        tree('paragraph', [new Y.XmlText('a '), tree('mention', [new Y.XmlText('Ann')]), new Y.XmlText(' b')]),
      ]),
    'a Ann b',
  ],
  [
    'lists in lists in lists, far too deep',
    (doc) => oldAssessmentOf(doc).push([nestedList(12)]),
    Array.from({ length: 13 }, (_, at) => `deep ${12 - at}`).join('\n'),
  ],
])('no word is lost of %s', (_, write, text) => {
  const doc = old(write)
  const { anew } = broughtOver(doc)
  expect(textOf(readAssessment(anew))).toBe(text)
})

function tree(
  name: string,
  children: (Y.XmlElement | Y.XmlText)[],
  attributes: Record<string, unknown> = {},
): Y.XmlElement {
  const made = new Y.XmlElement(name)
  made.insert(0, children)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value as string) // any JSON
  return made
}

const nestedList = (depth: number): Y.XmlElement =>
  tree('bulletList', [tree('listItem', [oldParagraph(`deep ${depth}`), ...(depth > 0 ? [nestedList(depth - 1)] : [])])])

test('unknown marks stay formats and end where their text ended; unknown attributes and names stay at their blocks', () => {
  const doc = old((made) => {
    const text = new Y.XmlText()
    oldAssessmentOf(made).push([
      tree('paragraph', [text], { textAlign: 'right', type: 'odd' }),
      tree('codeBlock', [new Y.XmlText('x')], { language: 'sql' }),
      oldParagraph('Plain.'),
    ])
    text.insert(0, 'Under', { underline: { colour: 'red' }, link: { href: 'https://example.org/' }, strike: {} })
    // As a broken client leaves it: nobody ends the format.
    text.insert(5, 'lined')
  })
  const { anew } = broughtOver(doc)
  const [first, second, third] = readText(assessmentOf(anew)).blocks
  expect(first?.marker?.toJSON()).toEqual({ textAlign: 'right' })
  expect(second?.format).toMatchObject({ kind: 'unknown', name: 'codeBlock' })
  expect(second?.marker?.toJSON()).toEqual({ type: 'codeBlock', language: 'sql' })
  expect(first?.content).toMatchObject([
    { letters: 'Underlined', marks: { strike: true, link: 'https://example.org/' } },
  ])
  expect(third?.content).toMatchObject([{ letters: 'Plain.', marks: { strike: false, link: null } }])
  expect(assessmentOf(anew).toDelta()[1]).toMatchObject({ attributes: { underline: { colour: 'red' } } })
})

test('a citation that cannot be read stays as it is, and a broken quotation at its citation', () => {
  const doc = old((made) =>
    oldAssessmentOf(made).push([
      tree('paragraph', [
        tree('citation', [], { symbol: 'nonsense', paragraph: 'x', note: 'kept' }),
        tree('citation', [], { symbol: 'S/2018/80', paragraph: '13', quotation: 'words', quotationHash: 'abc' }),
      ]),
    ]),
  )
  const { anew } = broughtOver(doc)
  const embeds = assessmentOf(anew)
    .toDelta()
    .slice(1)
    .map(({ insert }: { insert: unknown }) => insert)
  expect(embeds).toEqual([
    { citation: { symbol: 'nonsense', paragraph: 'x' }, more: { note: 'kept' } },
    { citation: { symbol: 'S/2018/80', paragraph: 13, quotation: { text: 'words', hash: 'abc' } } },
  ])
  const problems: Problem[] = []
  expect(readAssessment(anew, problems)).toEqual([
    paragraph({ type: 'citation', citation: { symbol: 'S/2018/80', paragraph: 13 } }),
  ])
  expect(problems.map(({ path }) => path)).toEqual(['text/citation', 'text/S/2018/80:13/quotation'])
})

test('where somebody has gone on in the new form, the old words come before that, and both stay', () => {
  const doc = old((made) => {
    writeAssessment(
      made,
      [paragraph(words('New.')), { type: 'heading', level: 2, content: [words('Heading')] }],
      'test',
    )
    writeOldAssessment(made, EVERYTHING)
    made.getMap('another').set('root', 'stays')
  })
  const before = readAssessment(doc)
  const { anew, made } = broughtOver(doc)
  expect(readAssessment(anew)).toEqual(before)
  expect(made.size).toBe(1)
  expect(anew.getMap('another').toJSON()).toEqual({ root: 'stays' })
})

test('whatever somebody has written into a document of schema 1 is brought over, and no word of it is lost', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (seed) => {
      const doc = sentDocument(nonsenseCard(seededRandom(seed)).filter(isStored))
      const { anew } = broughtOver(doc, (client) => `${client % 3}`)
      const [before, after] = [doc, anew].map((each) => [...textOf(readAssessment(each)).replaceAll(/\s/g, '')])
      // What was not read before may stand between.
      let found = 0
      for (const letter of after ?? []) if (letter === before?.[found]) found++
      expect(found).toBe(before?.length)
    }),
    { numRuns: Number(process.env['NONSENSE_RUNS'] ?? 100) },
  )
})

/** What no gate lets in is in no store. */
function isStored(update: Uint8Array): boolean {
  try {
    scanUpdate(update)
    return true
  } catch {
    return false
  }
}

test('20,000 words in 5,000 runs of three people take less than a second', () => {
  const clients = [11, 12, 13]
  const docs = clients.map((clientID) => Object.assign(new Y.Doc(), { clientID }))
  const [first] = docs
  if (first === undefined) expect.unreachable()
  for (let at = 0; at < 100; at++) oldAssessmentOf(first).push([oldParagraph(`Paragraph ${at}. `)])
  for (const doc of docs) {
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(first))
    // Each hears of the others at once.
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'heard') for (const other of docs) if (other !== doc) Y.applyUpdate(other, update, 'heard')
    })
  }
  for (let turn = 0; turn < 5000; turn++) {
    const element = oldAssessmentOf(docs[turn % 3] ?? first).get(turn % 100)
    const text = element instanceof Y.XmlElement ? element.get(0) : null
    if (!(text instanceof Y.XmlText)) expect.unreachable()
    text.insert(Math.floor(text.length / 2), 'some four words more ')
  }
  // Other programs hold this one up too: the quickest of some tries tells.
  let least = Infinity
  let update: Uint8Array = new Uint8Array()
  for (let attempt = 0; attempt < 5 && least >= 1000; attempt++) {
    const doc = sent(first)
    const begun = performance.now()
    ;({ update } = finished(broughtOverSteps(doc, (client) => `${client}`)))
    least = Math.min(least, performance.now() - begun)
  }
  expect(least).toBeLessThan(1000)
  const anew = sentDocument([update])
  expect(textOf(readAssessment(anew)).split(/\s+/).length).toBeGreaterThan(20_000)
})
