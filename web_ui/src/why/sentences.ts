/** Moments in sentences, for whoever reads or hears them. Pure. */
import { text } from '../text';
import type { Moment, WhyNot } from './moments';

/** Why something was not noticed, or why nothing came of it. */
export function whyNotInWords(label: string, why: WhyNot): string {
  const words = text.timeline.whyNot;
  switch (why.kind) {
    case 'tooLow':
      return words.tooLow(label, why.confidence, why.threshold);
    case 'tooShort':
      return words.tooShort(why.frames, why.framesToEnter);
    case 'tooSoon':
      return words.tooSoon(why.gapSeconds);
    case 'busy':
      return words.busy(text.timeline.call(why.word), why.line);
    default:
      return words[why.kind];
  }
}

/** What happened at a moment, and why, in sentences. */
export function sentencesOf({ label, sense, confidence, deeds, waited, whyNot }: Moment): string[] {
  const sentences: string[] = [];
  const isMiss = whyNot !== null && ['tooLow', 'tooShort', 'tooSoon'].includes(whyNot.kind);
  if (label !== null) {
    sentences.push(isMiss ? text.timeline.nearly(label) : text.timeline.noticed[sense](label, text.timeline.sure(confidence ?? 1)));
  }
  for (const { word, line, count, refused } of deeds) {
    sentences.push(text.timeline.did(text.timeline.call(word), line, count));
    if (refused !== null) sentences.push(text.timeline.refused(refused));
  }
  if (label === null) sentences.push(text.timeline.byItself);
  if (waited !== null) sentences.push(text.timeline.waited(text.timeline.call(waited.word), waited.line, waited.seconds));
  if (whyNot !== null) sentences.push(whyNotInWords(label ?? '', whyNot));
  return sentences;
}
