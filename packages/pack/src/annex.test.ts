/** The annex gives what the shown cards quote, in every file, and nothing of the withheld ones. */
import { quote, type Citation } from '@briefboard/board'
import { describe, expect, it } from 'vitest'
import { buildPack } from './build.ts'
import { PackLeak } from './errors.ts'
import { board, card, cite, figure, judgement, packInput, REPORTS } from './fixture.ts'
import { checkForLeaks } from './leak-check.ts'
import { readPdfTexts } from './pdf-read.ts'
import { project } from './project.ts'

const citing = (paragraph: number, words: string): Citation => ({
  ...cite(paragraph),
  quotation: quote(words) ?? expect.unreachable(),
})
const LEFT = citing(13, 'two boats left the harbour at dawn')
const COUNTED = citing(13, 'nobody counted the crews of the third')
const SECRET = citing(13, 'the third boat carried the seals of the harbour master')

const gap = (...citations: Citation[]) => [{ text: 'What of the third?', citations }]
const open = card('open', { gaps: gap(LEFT, COUNTED, LEFT, cite(13)) })
const secret = card('secret', { marking: 'red', gaps: gap(SECRET, LEFT) })

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
const fileOf = (pack: ReturnType<typeof buildPack>, name: string): Uint8Array =>
  pack.files.find((file) => file.name === name)?.bytes ?? expect.unreachable()

describe('the annex', () => {
  it('gives each quotation once, with its paragraph, in PDF, Markdown and JSON', () => {
    const pack = buildPack(packInput(board([open])))
    const markdown = textOf(fileOf(pack, 'briefing.md'))
    for (const { quotation } of [LEFT, COUNTED]) expect(markdown.split(`  - “${quotation?.text}”`)).toHaveLength(2)
    expect(markdown).toContain('Words between quotation marks are the document’s own')
    const json: unknown = JSON.parse(textOf(fileOf(pack, 'briefing.json')))
    const paragraphs = [
      { number: 13, quotations: [LEFT, COUNTED].map((one) => ({ ...one.quotation, altered: false })) },
    ]
    expect(json).toMatchObject({
      cards: [{ gaps: [{ citations: [LEFT, COUNTED, LEFT, cite(13)] }] }],
      reports: [{ paragraphs: expect.arrayContaining(paragraphs.map((one) => expect.objectContaining(one))) }],
    })
    const pdf = readPdfTexts(fileOf(pack, 'briefing.pdf')).join(' ').replaceAll(/\s+/g, ' ')
    for (const { quotation } of [LEFT, COUNTED]) expect(pdf).toContain(`“${quotation?.text}”`)
  })

  it('names a place once where it is quoted twice', () => {
    const markdown = textOf(fileOf(buildPack(packInput(board([open]))), 'briefing.md'))
    expect(markdown).toContain('third? ([S/2018/80, para. 13](')
  })

  it('takes quotations from judgements, assessments and figures as well', () => {
    const cited = card('x', {
      judgements: [judgement('j', { citations: [LEFT] })],
      gaps: [],
      assessment: [{ type: 'paragraph', content: [{ type: 'citation', citation: COUNTED }] }],
    })
    const shown = project(board([cited], { figures: [figure('f1', 'x', { citation: SECRET })] }), REPORTS, {
      ceiling: 'red',
    })
    expect(
      shown.reports.flatMap(({ paragraphs }) =>
        paragraphs.flatMap(({ quotations = [] }) => quotations.map(({ text }) => text)),
      ),
    ).toEqual([COUNTED, LEFT, SECRET].map(({ quotation }) => quotation?.text))
  })

  it('says of a quotation that was changed that it was', () => {
    const altered = { ...LEFT, quotation: { ...LEFT.quotation!, text: 'three boats left the harbour at dawn' } }
    const pack = buildPack(packInput(board([card('x', { gaps: gap(altered) })])))
    const said = 'This quotation was changed after it was taken from the document.'
    expect(textOf(fileOf(pack, 'briefing.md'))).toContain(`“three boats left the harbour at dawn” *${said}*`)
    expect(readPdfTexts(fileOf(pack, 'briefing.pdf')).join(' ').replaceAll(/\s+/g, ' ')).toContain(said)
  })

  it('without quotations has no word about them', () => {
    const pack = buildPack(packInput(board([card('x')])))
    for (const name of ['briefing.md', 'briefing.json']) expect(textOf(fileOf(pack, name))).not.toMatch(/quot/i)
  })
})

describe('what a withheld card quotes', () => {
  const both = board([open, secret])
  const shown = project(both, REPORTS, { ceiling: 'green' })

  it('is in no file', () => {
    const pack = buildPack(packInput(both))
    expect(pack.files.map(({ bytes }) => textOf(bytes)).join('\n')).not.toContain('harbour master')
    expect(textOf(fileOf(pack, 'briefing.md'))).toContain('two boats left the harbour')
  })

  it('is a leak wherever it is found, by its words or its hash; what an open card quotes too is none', () => {
    const check = (text: string): void => checkForLeaks(both, REPORTS, shown, [{ name: 'x', texts: [text] }])
    expect(() => check(`So “${SECRET.quotation?.text}”.`)).toThrow(PackLeak)
    expect(() => check(SECRET.quotation?.hash ?? '')).toThrow(PackLeak)
    expect(() => check(LEFT.quotation?.text ?? '')).not.toThrow()
  })

  it('is a leak also in a figure of a withheld card', () => {
    const made = board([card('open'), card('secret', { marking: 'red' })], {
      figures: [figure('f1', 'secret', { citation: SECRET })],
    })
    const projection = project(made, REPORTS, { ceiling: 'green' })
    expect(() =>
      checkForLeaks(made, REPORTS, projection, [{ name: 'x', texts: [SECRET.quotation?.text ?? ''] }]),
    ).toThrow(PackLeak)
  })
})
