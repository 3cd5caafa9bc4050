import { expect, test } from 'vitest';
import { text } from '../text';
import { ago } from './ago';
import { qrPath } from './qr';

test('how long ago something was is told in the largest unit that fits', () => {
  const words = text.classroom.paired;
  const told = [-5, 59, 60, 119, 3599, 3600, 7200, 86399, 86400, 3 * 86400].map((seconds) => ago(seconds * 1000, words));
  const minute = 'a minute ago';
  expect(told).toEqual(['just now', 'just now', minute, minute, '59 minutes ago', 'an hour ago', '2 hours ago', '23 hours ago', 'a day ago', '3 days ago']);
});

test('an invitation is drawn with a quiet border, and another address is another picture', () => {
  const { path, width } = qrPath('https://tjbot-1a2b.local:8443/#join=abcdefghijklmnop');
  const corners = [...path.matchAll(/M(\d+) (\d+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
  expect(Math.min(...corners.flat())).toBe(4);
  expect(Math.max(...corners.flat())).toBe(width - 5);
  expect(qrPath('https://tjbot-1a2b.local:8443/#join=abcdefghijklmnoq').path).not.toBe(path);
});
