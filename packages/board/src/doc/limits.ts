/**
 * How much of a document is read: far more than people write, and little enough that whoever draws, searches or prints it
 * is not held up. What lies beyond stays in the document, and is named as a problem.
 */
export const LIMITS = {
  /** In UTF-16 units: a board's or card's title, its longer texts, and a name such as a country's or tag's. */
  title: 1_000,
  text: 50_000,
  name: 200,
  /** A figure's measure, unit, basis and period, an actor's name; and a judgement's reason or a gap, in a few paragraphs. */
  value: 300,
  prose: 4_000,
  /** Of one value (a figure, a judgement, a gap), all of its texts together, and how many values there are in it. */
  valueCharacters: 200_000,
  valueParts: 5_000,
  /** How deep a value may be nested. The deepest of ours is a judgement's citation's quotation's text. */
  valueDepth: 8,
  /** Of one card: its countries, of which there are 250, tags, themes or actors; and its gaps. */
  names: 300,
  gaps: 1_000,
  /** Entries of a list in a value: a region's countries, an actor's aliases. */
  listInValue: 300,
  cards: 5_000,
  /**
   * Of all cards of a board together, as weights.ts weighs them: twice what a thousand cards like the seeded ones have.
   * Beyond it, the heaviest are read in short.
   */
  allCards: 10_000_000,
  /** Of all assessments of a board together, where they are read with it. */
  allAssessments: 6_000_000,
  /** Of all regions, actors or figures; beyond it, the heaviest are left out. A usual figure weighs 450, an actor 150. */
  regionsWeight: 500_000,
  actorsWeight: 2_000_000,
  figuresWeight: 5_000_000,
  regions: 500,
  actors: 5_000,
  figures: 10_000,
  /** Of one card. */
  judgements: 500,
  lookedAt: 500,
  threads: 20_000,
  /** Of one thread, with what stands among them and is none. */
  messages: 2_000,
  /** Of all threads of a board together; where there are more, each thread gives its first ones. */
  allMessages: 40_000,
  /** Of one assessment: paragraphs, runs of text, citations and what holds them, and the characters of its texts. */
  nodes: 50_000,
  characters: 4_000_000,
  /**
   * Items that are passed on the way through an assessment, and through one text or list of a board or thread: marks of
   * format and what was deleted too, which no other bound counts.
   */
  items: 2_000_000,
  listItems: 200_000,
  /** Lists in lists and quotes in quotes; the words of what is deeper stand at this depth. */
  blockDepth: 8,
} as const
