import type { ArgumentOffer, PartOffer } from '../../protocol/messages';
import type { Sense, Word } from '../words';

/** A word of the robot with all that a block needs of it. */
export interface Verb {
  name: string;
  summary: string;
  hat: boolean;
  bare: boolean;
  sense?: Word['sense'];
  part?: string;
  /** One asks it for a value. */
  answers: boolean;
  arguments: readonly ArgumentOffer[];
}

/** What blocks there are: follows from what the robot offers, so that a new part's actions are blocks at once. */
export interface Catalogue {
  verbs: ReadonlyMap<string, Verb>;
  labels: Readonly<Record<Sense, readonly string[]>>;
  /** What parts can be asked for with `robot.read`. */
  readings: readonly string[];
}

/** Every action of a part takes it: whether to wait until it is done. */
const WAIT: ArgumentOffer = { name: 'wait', unit: 'switch', default: true };

/** @param words the fixed words and the verbs of the robot's parts */
export function catalogueOf(words: readonly Word[], labels: Catalogue['labels'], parts: readonly PartOffer[]): Catalogue {
  const readings = new Set(parts.flatMap((part) => part.readings ?? []));
  return { verbs: new Map(words.map((word) => [word.name, verbOf(word)])), labels, readings: [...readings].sort() };
}

function verbOf(word: Word): Verb {
  const { name, summary, hat, bare, sense, part, answers = false } = word;
  const given = word.arguments === undefined ? argumentsIn(word.signature) : [...word.arguments, WAIT];
  return { name, summary, hat, bare, sense, part, answers, arguments: given };
}

/** The arguments of a fixed word, of which only the signature tells. */
function argumentsIn(signature: string): ArgumentOffer[] {
  const brackets = /\((.*)\)$/.exec(signature)?.[1] ?? '';
  return brackets.split(', ').filter(Boolean).map((each) => {
    const [name = '', value] = each.split('=');
    return { name, unit: unitOf(name), required: value === undefined };
  });
}

function unitOf(name: string): string {
  if (name === 'seconds' || name === 'timeout') return 'seconds';
  return name === 'value' || name === 'otherwise' ? 'any' : 'text';
}

/** What stands in a slot of a word: decides which small block is in it at first. */
export type Role =
  | { is: 'label'; sense: Sense }
  | { is: 'color' | 'text' | 'boolean' | 'reading' }
  | { is: 'choice'; choices: readonly string[] }
  | { is: 'number'; minimum?: number | null; maximum?: number | null };

/** What stands in the slot of a word of the robot. */
export function roleOf(catalogue: Catalogue, word: string, slot: string): Role {
  const verb = catalogue.verbs.get(word);
  if (verb === undefined) return { is: 'text' };
  const offer = verb.arguments.find((each) => each.name === slot);
  const first = verb.arguments[0]?.name === slot;
  if (first && verb.sense !== undefined) return { is: 'label', sense: verb.sense === 'any' ? 'see' : verb.sense };
  if (word === 'read' && first) return { is: 'reading' };
  if (offer === undefined) return { is: 'text' };
  if (offer.choices?.length) return { is: 'choice', choices: offer.choices };
  if (offer.unit === 'color') return { is: 'color' };
  if (offer.unit === 'switch') return { is: 'boolean' };
  if (['degrees', 'seconds', 'fraction', 'number'].includes(offer.unit)) return { is: 'number', minimum: offer.minimum, maximum: offer.maximum };
  return { is: 'text' };
}
