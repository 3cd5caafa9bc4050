/** What a block offers to have more or less of. */
import type { Catalogue } from './catalogue';
import { piece, type Piece } from './piece';

/** A change of a block: what it is called, and what becomes of the piece. */
export interface Change {
  name: string;
  make: (one: Piece) => Piece;
}

interface Labels {
  add: (name: string) => string;
  remove: (name: string) => string;
  elif: string;
  else: string;
  item: string;
  noItem: string;
  event: string;
  argument: string;
}

export interface Samples {
  text: string;
  argument: string;
}

/** @returns what can be changed; empty where nothing can */
export function changesOf(one: Piece, catalogue: Catalogue, labels: Labels, samples: Samples): Change[] {
  switch (one.kind) {
    case 'do':
    case 'ask':
      return argumentChanges(one, catalogue, labels, samples);
    case 'if':
      return clauseChanges(one, labels);
    case 'print':
    case 'list':
      return itemChanges(one, labels, samples);
    case 'hat':
      return hatChanges(one, labels, samples);
    default:
      return [];
  }
}

function argumentChanges({ word, values }: Piece, catalogue: Catalogue, labels: Labels, samples: Samples): Change[] {
  const optional = (catalogue.verbs.get(word)?.arguments ?? []).filter((each) => !each.required);
  return optional.map((offer) => {
    const { name } = offer;
    if (Object.hasOwn(values, name)) return { name: labels.remove(name), make: (one) => withoutArgument(one, name) };
    const value = sampleOf(offer.default, offer.unit, samples);
    return { name: labels.add(name), make: (one) => ({ ...one, names: [...one.names, name], values: { ...one.values, [name]: value } }) };
  });
}

function withoutArgument(one: Piece, name: string): Piece {
  const values = Object.fromEntries(Object.entries(one.values).filter(([slot]) => slot !== name));
  return { ...one, values, names: one.names.filter((each) => each !== name) };
}

/** What stands in a slot at first. */
export function sampleOf(value: unknown, unit: string, samples: Samples): Piece {
  if (typeof value === 'number') return piece('number', { word: String(value) });
  if (unit === 'switch') return piece('boolean', { word: value === true ? 'False' : 'True' });
  if (typeof value === 'string') return piece('text', { word: value });
  if (['degrees', 'seconds', 'fraction', 'number'].includes(unit)) return piece('number', { word: unit === 'degrees' ? '90' : '1' });
  return piece('text', { word: unit === 'color' ? 'green' : samples.text });
}

function clauseChanges({ names, bodies }: Piece, labels: Labels): Change[] {
  const yes = piece('boolean', { word: 'True' });
  const last = names.at(-1) === 'else' ? names.length - 1 : names.length;
  const changes: Change[] = [
    {
      name: labels.elif,
      make: (one) => ({
        ...one,
        names: [...names.slice(0, last), 'elif', ...names.slice(last)],
        values: { ...one.values, [String(last)]: yes },
        bodies: [...bodies.slice(0, last), [], ...bodies.slice(last)],
        kept: one.kept?.map((line) => (line.key === String(last) ? { ...line, key: String(last + 1) } : line)),
      }),
    },
  ];
  if (last === names.length) changes.push({ name: labels.else, make: (one) => ({ ...one, names: [...names, 'else'], bodies: [...bodies, []] }) });
  if (names.length > 1 && bodies.at(-1)?.length === 0) {
    const dropped = names.length - 1;
    changes.push({
      name: labels.noItem,
      make: (one) => ({ ...withoutArgument(one, String(dropped)), names: names.slice(0, -1), bodies: bodies.slice(0, -1) }),
    });
  }
  return changes;
}

function itemChanges({ values }: Piece, labels: Labels, samples: Samples): Change[] {
  const count = Object.keys(values).length;
  const more: Change = {
    name: labels.item,
    make: (one) => ({ ...one, values: { ...one.values, [String(count)]: piece('text', { word: samples.text }) } }),
  };
  const less: Change = { name: labels.noItem, make: (one) => withoutArgument(one, String(count - 1)) };
  return count > 0 ? [more, less] : [more];
}

function hatChanges({ names, argument, values }: Piece, labels: Labels, samples: Samples): Change[] {
  const row = names.length;
  const [word, value] = [names.at(-1), values[String(row - 1)]];
  const changes: Change[] = [];
  if (word !== undefined && value !== undefined) {
    changes.push({ name: labels.event, make: (one) => ({ ...one, names: [...names, word], values: { ...one.values, [String(row)]: value } }) });
  }
  if (row > 1) changes.push({ name: labels.noItem, make: (one) => ({ ...withoutArgument(one, String(row - 1)), names: names.slice(0, -1) }) });
  const noticed = names.some((name) => name !== 'every' && name !== 'at_start');
  if (argument === undefined && noticed) changes.push({ name: labels.argument, make: (one) => ({ ...one, argument: samples.argument }) });
  return changes;
}
