/** Finds the sentence that speaks of likelihood and of confidence at once: the two are different things and kept apart (ICD 203). */
import { SCALES, type LikelihoodScale } from '@briefboard/board'

const CONFIDENCE = /\bconfiden(?:ce|t|tly)\b/i
/** Second words of the bands, used in prose in place of the first. */
const ALSO = ['remote', 'improbable', 'probable', 'probably', 'nearly certain', 'roughly even odds']

/** The first such sentence; null if there is none. */
export function mixedSentence(text: string, scale: LikelihoodScale): string | null {
  const words = [...SCALES[scale].bands.map(({ word }) => word), ...ALSO]
  const likelihood = new RegExp(`\\b(?:${words.map((word) => word.replaceAll(' ', '\\s+')).join('|')})\\b`, 'i')
  const sentences = text.split(/(?<=[.!?;])\s+/)
  return sentences.find((sentence) => CONFIDENCE.test(sentence) && likelihood.test(sentence))?.trim() ?? null
}
