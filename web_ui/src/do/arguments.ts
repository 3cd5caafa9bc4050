import type { ActionOffer, ArgumentOffer, PartOffer } from '../protocol/messages';

/** What a field of the page holds. */
export type Value = string | number | boolean;

/** The arguments of a part's actions; two actions that take the same thing share one field. */
export function fieldsOf(part: PartOffer): ArgumentOffer[] {
  const fields = new Map<string, ArgumentOffer>();
  for (const action of part.actions ?? []) {
    for (const argument of action.arguments ?? []) {
      if (!fields.has(keyOf(argument))) fields.set(keyOf(argument), argument);
    }
  }
  return [...fields.values()];
}

/** The fields that stand before an action: what it takes, and no action before it took. */
export function newFields(part: PartOffer, index: number): ArgumentOffer[] {
  const actions = part.actions ?? [];
  const before = new Set(fieldsOf({ ...part, actions: actions.slice(0, index) }).map(keyOf));
  return fieldsOf({ ...part, actions: actions.slice(index, index + 1) }).filter((field) => !before.has(keyOf(field)));
}

/** Whether a field needs a line of its own, beside its button. */
export function isWide(argument: ArgumentOffer): boolean {
  return ['degrees', 'fraction', 'text'].includes(argument.unit);
}

/** Names a field within its part. */
export function keyOf(argument: ArgumentOffer): string {
  return `${argument.name} ${argument.unit}`;
}

/** The limits of a number, from its offer or else from what its unit allows. */
export function boundsOf(argument: ArgumentOffer): { minimum: number; maximum: number; step: number } {
  const [minimum, maximum, step] =
    { degrees: [0, 180, 1], fraction: [0, 1, 0.01], seconds: [0, 60, 0.1] }[argument.unit] ?? [-1000, 1000, 1];
  return { minimum: argument.minimum ?? minimum, maximum: argument.maximum ?? maximum, step };
}

/** What a field holds before anyone touched it. */
export function firstValue(argument: ArgumentOffer, sentence: string): Value {
  const { default: given } = argument;
  if (given !== undefined && given !== null) return given;
  const { minimum, maximum } = boundsOf(argument);
  switch (argument.unit) {
    case 'color':
      return 'green';
    case 'text':
      return sentence;
    case 'switch':
      return false;
    case 'choice':
      return argument.choices?.[0] ?? '';
    default:
      return (minimum + maximum) / 2;
  }
}

/** The arguments to send with an action, taken from the fields of its part. */
export function argumentsFor(action: ActionOffer, values: Readonly<Record<string, Value>>): Record<string, Value> {
  const entries = (action.arguments ?? []).map((argument) => [argument.name, values[keyOf(argument)]] as const);
  return Object.fromEntries(entries.filter((entry): entry is [string, Value] => entry[1] !== undefined));
}

/** The action that a field starts by itself when it is moved: one that needs this argument and no other. */
export function actionOf(argument: ArgumentOffer, part: PartOffer): ActionOffer | undefined {
  const moves = argument.unit !== 'text' && argument.unit !== 'seconds';
  return (part.actions ?? []).find(
    ({ arguments: all }) => moves && all?.length === 1 && all[0] && keyOf(all[0]) === keyOf(argument),
  );
}
