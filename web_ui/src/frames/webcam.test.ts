import { expect, test } from 'vitest';
import { troubleOf } from './webcam';

const REFUSED = ['NotAllowedError', 'SecurityError'];
const MISSING = ['NotFoundError', 'OverconstrainedError'];
const TAKEN = ['NotReadableError', 'AbortError'];

test.each([...REFUSED, ...MISSING, ...TAKEN])('%s has a sentence and a cure that do not name it', (name) => {
  const { message, hint } = troubleOf(new DOMException('Permission denied', name));
  expect(message).toMatch(/\.$/);
  expect(hint).toMatch(/\.$/);
  expect(message + hint).not.toContain(name);
});

test('what nobody knows is named', () => {
  expect(troubleOf(new DOMException('?', 'WeatherError')).message).toContain('WeatherError');
  expect(troubleOf('odd').message).toContain('odd');
});
