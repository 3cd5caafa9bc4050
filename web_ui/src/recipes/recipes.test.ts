import { describe, expect, test } from 'vitest';
import { Drafts } from './drafts';
import { indented, newLine, type Marked } from './indent';

/** Writes a marked text with ‹ and › where the mark begins and ends. */
function read(written: string): Marked {
  const start = written.indexOf('‹');
  const end = written.indexOf('›') - 1;
  return { text: written.replace(/[‹›]/g, ''), start, end };
}

function write({ text, start, end }: Marked): string {
  return `${text.slice(0, start)}‹${text.slice(start, end)}›${text.slice(end)}`;
}

describe('Tab', () => {
  test('goes to the next stop', () => {
    expect(write(indented(read('‹›wave()')))).toBe('    ‹›wave()');
    expect(write(indented(read('if x:\n  ‹›wave()')))).toBe('if x:\n    ‹›wave()');
  });

  test('moves every marked line', () => {
    expect(write(indented(read('a\n‹b\n\nc›\nd')))).toBe('a\n    ‹b\n\n    c›\nd');
  });
});

describe('Enter', () => {
  test('begins the new line below the old one', () => {
    expect(write(newLine(read('def greet():\n    wave()‹›')))).toBe('def greet():\n    wave()\n    ‹›');
  });

  test('goes a step in after a colon', () => {
    expect(write(newLine(read('def greet():‹›')))).toBe('def greet():\n    ‹›');
  });
});

describe('drafts', () => {
  function storage(): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
    const kept = new Map<string, string>();
    return {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: (key) => void kept.delete(key),
    };
  }

  test('are kept by file until they are saved', () => {
    const drafts = new Drafts(storage());
    drafts.keep('wave_back.py', 'one');
    drafts.keep('traffic_light.py', 'two');
    drafts.discard('traffic_light.py');
    expect(drafts.read('wave_back.py')).toBe('one');
    expect(drafts.read('traffic_light.py')).toBeNull();
  });

  test('a full or missing storage breaks nothing', () => {
    const full = storage();
    full.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    new Drafts(full).keep('a.py', 'text');
    expect(new Drafts(null).read('a.py')).toBeNull();
  });
});
