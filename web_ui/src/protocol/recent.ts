import type { Output, Seen } from './messages';

/** The list with one more at its end, and never longer than `limit`. */
export function appended<Item>(items: readonly Item[], item: Item, limit: number): Item[] {
  return [...items.slice(-(limit - 1)), item];
}

/** What is seen at this moment, after one more report about it. */
export function seenNow(before: readonly Seen[], report: Seen): Seen[] {
  const others = before.filter((seen) => !isSame(seen, report));
  return report.phase === 'stopped' ? others : [...others, report];
}

function isSame(one: Seen, other: Seen): boolean {
  const alike = one.label === other.label && one.source === other.source && one.side === other.side;
  return alike && (one.sense ?? 'see') === (other.sense ?? 'see');
}

/** What recipes printed; a recipe that prints a million lines leaves the last `characters` of them. */
export function printed(before: readonly Output[], report: Output, characters: number): Output[] {
  const last = before.at(-1);
  const joins = last !== undefined && goesOn(last, report);
  const newest = { ...report, text: ((joins ? last.text : '') + report.text).slice(-characters) };
  const lines = [...before.slice(0, joins ? -1 : undefined), newest];
  let room = characters;
  let first = lines.length;
  while (first > 0 && room > 0) room -= lines[--first]?.text.length ?? 0;
  return lines.slice(first);
}

/** Whether a text goes on in the line that the one before began; a notice is always whole. */
function goesOn(before: Output, after: Output): boolean {
  const same = before.stream === after.stream && before.recipe === after.recipe;
  return same && after.stream !== 'notice' && !before.text.endsWith('\n');
}
