import type { ActionOffer, ArgumentOffer, PageModel, PartOffer, Welcome } from '../protocol/messages';
import fixed from './words.json';

export type Sense = 'see' | 'hear' | 'touch';

/** A word that can stand behind `robot.`: what it looks like, what it does, and what may stand in its brackets. */
export interface Word {
  name: string;
  signature: string;
  summary: string;
  /** It stands above a function. */
  hat: boolean;
  /** It has no brackets. */
  bare: boolean;
  /** Its first argument is a label of this sense. */
  sense?: Sense | 'any';
  /** One asks it for a value. */
  answers?: boolean;
  /** A part does it. */
  arguments?: ArgumentOffer[];
  part?: string;
}

/** The words that every recipe has; made by `python -m tjbot.generate`. */
export const FIXED = fixed as Word[];

/** All words of a robot: the fixed ones and what its parts can do. */
export function wordsOf(welcome: Pick<Welcome, 'parts'> | null): Word[] {
  return [...FIXED, ...(welcome?.parts ?? []).flatMap((part) => (part.actions ?? []).map((action) => verb(part, action)))];
}

/** What can be noticed, by its sense: what the robot's parts and models of the pages recognise now, and what models of this
 * page that are switched on will recognise once they look and listen. */
export function labelsOf(
  parts: readonly PartOffer[],
  offers: Readonly<Record<string, readonly string[]>>,
  models: readonly PageModel[] = [],
): Record<Sense, string[]> {
  const of = (sense: Sense): string[] => {
    const own = parts.filter((part) => part.sense === sense).flatMap((part) => part.labels ?? []);
    const soon = models.filter((model) => model.on === true && model.sense === sense).flatMap(({ labels }) => labels);
    return [...new Set([...own, ...(offers[sense] ?? []), ...soon])].sort();
  };
  return { see: of('see'), hear: of('hear'), touch: of('touch') };
}

function verb(part: PartOffer, action: ActionOffer): Word {
  const given = action.arguments ?? [];
  const shown = given.map((each) => (each.required ? each.name : `${each.name}=${python(each.default)}`));
  return {
    name: action.name,
    signature: `robot.${action.name}(${shown.join(', ')})`,
    summary: action.summary,
    hat: false,
    bare: false,
    answers: action.answers === true,
    arguments: given,
    part: part.name,
  };
}

/** A value as one writes it in Python. */
function python(value: ArgumentOffer['default']): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
