/** Looks samples over before they are shared, in the page itself: about which of them should somebody be asked? */
import { pictureOfFile } from '../learn/collect';
import type { Sample } from '../learn/project';
import type { Picture } from '../frames/source';

/** What may be private about a picture: somebody's face, or print (a letter, a report, a card). */
export type Reason = 'face' | 'print';

/** A sample that somebody has to decide about. */
export interface Asked {
  sample: Sample;
  /** One at least. */
  reasons: readonly Reason[];
}

/** Whoever finds things in pictures; the picture is given away. Throws ModelError. */
export interface Finds {
  find(model: string, picture: Picture): Promise<readonly { confidence: number }[]>;
}

/** Which of the page's models finds what; they are loaded for the first picture. */
const MODELS: readonly (readonly [Reason, model: string])[] = [
  ['face', 'face'],
  ['print', 'papers'],
];
/** Less sure than this, it is no face, and no print. `tjbot train papers` makes its network so sure of print. */
const LEAST_CONFIDENCE = 0.5;

/** The samples to ask about, in their order; those without a picture are passed over. Nothing leaves the page.
 *
 * @param told is told how many were looked over, 0…1
 * @throws ModelError where a picture can not be read, or a model can not be loaded */
export async function toAskAbout(
  samples: readonly Sample[],
  finder: Finds,
  told: (fraction: number) => void = () => undefined,
): Promise<Asked[]> {
  const asked: Asked[] = [];
  for (const [index, sample] of samples.entries()) {
    told(index / samples.length);
    if (sample.picture === null) continue;
    const reasons: Reason[] = [];
    for (const [reason, model] of MODELS) {
      const findings = await finder.find(model, await pictureOfFile(sample.picture, sample.id));
      if (findings.some(({ confidence }) => confidence >= LEAST_CONFIDENCE)) reasons.push(reason);
    }
    if (reasons.length > 0) asked.push({ sample, reasons });
  }
  return asked;
}
