import type { ActionOffer, ArgumentOffer, PartOffer } from '../protocol/messages';

/** What a field of the page holds; undefined where the robot shall do as it usually does. */
export type Value = string | number | boolean | undefined;

/** Names a field within its part; two actions that take the same thing share one field. */
export function keyOf(argument: ArgumentOffer): string {
  return `${argument.name} ${argument.unit}`;
}

/** The actions of a part; those that need a line of their own come last. */
export function orderedActions(part: PartOffer): ActionOffer[] {
  const actions = part.actions ?? [];
  const needsLine = (action: ActionOffer): boolean => neededBy(action).some(isWide);
  return [...actions.filter((action) => !needsLine(action)), ...actions.filter(needsLine)];
}

/** The fields that stand before an action: what it needs, and no action before it needed. */
export function newFields(actions: readonly ActionOffer[], index: number): ArgumentOffer[] {
  const before = new Set(actions.slice(0, index).flatMap(neededBy).map(keyOf));
  return neededBy(actions[index]).filter((argument) => !before.has(keyOf(argument)));
}

/** Everything that no action of a part needs, but some may be told. */
export function extraFields(part: PartOffer): ArgumentOffer[] {
  const actions = part.actions ?? [];
  const needed = new Set(actions.flatMap(neededBy).map(keyOf));
  const extras = actions.flatMap(({ arguments: all }) => all ?? []).filter((argument) => !needed.has(keyOf(argument)));
  return [...new Map(extras.map((argument) => [keyOf(argument), argument])).values()];
}

/** What the fields of a part hold before anyone touched them. */
export function firstValues(part: PartOffer, sentence: string): Record<string, Value> {
  const needed = (part.actions ?? []).flatMap(neededBy);
  return Object.fromEntries(needed.map((argument) => [keyOf(argument), firstValue(argument, sentence)]));
}

/** The limits of a number, from its offer or else from what its unit allows. */
export function boundsOf(argument: ArgumentOffer): { minimum: number; maximum: number; step: number } {
  const [minimum, maximum, step] =
    { degrees: [0, 180, 1], fraction: [0, 1, 0.01], seconds: [0, 60, 0.1] }[argument.unit] ?? [-1000, 1000, 1];
  return { minimum: argument.minimum ?? minimum, maximum: argument.maximum ?? maximum, step };
}

/** The arguments to send with an action, taken from the fields of its part. */
export function argumentsFor(
  action: ActionOffer,
  values: Readonly<Record<string, Value>>,
): Record<string, string | number | boolean> {
  const told: Record<string, string | number | boolean> = {};
  for (const argument of action.arguments ?? []) {
    const value = values[keyOf(argument)];
    if (value !== undefined) told[argument.name] = value;
  }
  return told;
}

/** The action that a field starts by itself when it is moved: one that needs this and nothing else. */
export function actionOf(argument: ArgumentOffer, part: PartOffer): ActionOffer | undefined {
  if (!['degrees', 'fraction', 'color', 'choice', 'switch'].includes(argument.unit)) return undefined;
  return (part.actions ?? []).find((action) => {
    const [first, ...others] = neededBy(action);
    return first !== undefined && others.length === 0 && keyOf(first) === keyOf(argument);
  });
}

/** Whether a field needs a line of its own, beside its button. */
export function isWide(argument: ArgumentOffer): boolean {
  return ['degrees', 'fraction', 'text'].includes(argument.unit);
}

function neededBy(action: ActionOffer): ArgumentOffer[] {
  return (action.arguments ?? []).filter(({ required }) => required);
}

function firstValue(argument: ArgumentOffer, sentence: string): Value {
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
