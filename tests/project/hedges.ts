/** Words by which a text says who says it, how sure that is, of how many it holds, and how exact a number is. */

export const HEDGES = ['attribution', 'modality', 'scope', 'degree'] as const
export type Hedge = (typeof HEDGES)[number]

/** Of a verb of saying or thinking, as reports have it of Member States and others. */
const SAID =
  '(?:(?<!\\b(?:a|of) )report(?:s|ed)?|say|said|not(?:e|es|ed|ing)|highlight(?:s|ed)?|indicat(?:e|es|ed)|assess(?:es|ed)?|emphasi[sz]ed?|stress(?:es|ed)?|outlined?|anticipat(?:e|es|ed)|expect(?:s|ed)?|estimat(?:e|es|ed)|believe[sd]?|recognized|conscious|expressed concern|concerned (?:about|at|that)|consider that)'
const BEFORE_IT = String.raw`(?: (?!to\b|should\b|must\b)[\w-]+){0,7} `

/** In a report: the words that the rule names, where they hedge. "Member States should" attributes nothing to them. */
const THEIRS: Record<Hedge, RegExp> = {
  attribution: new RegExp(
    [
      String.raw`\baccording to (?!the (?:level|degree))`,
      String.raw`\breportedly\b`,
      String.raw`\b(?:is|are|was|were|been) (?:reported|believed)\b`,
      String.raw`\b(?:States?|participants|UNAMI|UNESCO|INTERPOL|Task Force|Team)${BEFORE_IT}${SAID}\b`,
      String.raw`\bconcern (?:to|for) Member States\b`,
      String.raw`\binformation provided by\b`,
    ].join('|'),
    'i',
  ),
  modality: /\b(?:may|might|could|appears?(?! at a)|(?:un)?likely|possibly|suggests?)\b/,
  scope: /\bsome\b(?! of the measures)/i,
  degree:
    /\b(?:(?<!follow )up to|as (?:much|many|high|few) as|more than|over \$?\d|fewer than|less than|at least \d|estimate[sd]?|approximately)\b/i,
}

/** In a digest: any word that does the same. */
const OURS: Record<Hedge, RegExp> = {
  attribution: new RegExp(
    [
      String.raw`\baccording to\b`,
      String.raw`\breportedly\b`,
      String.raw`\b(?:is|are|was|were) (?:reported|believed|said|seen|thought|held)\b`,
      String.raw`\b[Bb]y [^.;,]*\b(?:accounts?|estimates?|reports?)\b`,
      String.raw`\bon one State’s information\b`,
      String.raw`\b[Oo]ne (?:Member )?State\b`,
      String.raw`\b[Pp]articipants\b`,
      String.raw`\b(?:States|[Oo]ne|[Ss]everal|some|forum|[Pp]rosecutors|bodies|Team|Task Force|Representative|INTERPOL|UNAMI|UNESCO|FAO|CTED)(?: [\w-]+){0,6} (?:assess|aware|believe|calls?|concerned|estimates?|expect|fear|find|hears?|judge|know of|names?|note[ds]?|observe[ds]?|points?|quoted|recognized|reports?|says?|see|stress|think|thinks|warn|worried|worry)\b`,
    ].join('|'),
    'i',
  ),
  modality:
    /\b(?:may|might|could|would|appears?|appeared|seems?|(?:un)?likely|likelier|possibl[ey]|probabl[ey]|suggests?|expected)\b/i,
  scope: /\b(?:some|several|certain|one|many|few|often|at times|partly|in part|in general)\b/i,
  degree:
    /\b(?:up to|as (?:much|many) as|more than|over \$?\d|fewer than|less than|under|at least|about|around|estimate[sd]?|most|mostly|nearly|hardly)\b/i,
}

/** What of a passage's hedges its digest has no word for. */
export const lostIn = (passage: string, digest: string): Hedge[] =>
  HEDGES.filter((hedge) => THEIRS[hedge].test(passage) && !OURS[hedge].test(digest))

/** The word of each kind that is found first, for whoever has to look. */
export const wordOf = (hedge: Hedge, passage: string): string => THEIRS[hedge].exec(passage)?.[0] ?? ''
