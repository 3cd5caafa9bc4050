import { afterEach, expect, test, vi } from 'vitest';
import { ask } from './ask';
import { bodyIn, pageOf, withBody } from './body';
import { pictureAddress } from './pictures';

afterEach(() => vi.unstubAllGlobals());

test('the address of a page names a body, and nothing else that somebody wrote there', () => {
  expect(bodyIn('?body=pupil-p1a2b3c')).toBe('pupil-p1a2b3c');
  for (const search of ['', '?body=', '?body=../real', '?other=x', `?body=${'x'.repeat(65)}`]) expect(bodyIn(search)).toBeNull();
});

test('whatever a page of another body asks for is about that body', async () => {
  const asked: { address: string; headers: Headers }[] = [];
  vi.stubGlobal('fetch', (address: string, options: RequestInit) => {
    asked.push({ address, headers: new Headers(options.headers) });
    return Promise.resolve(Response.json({}));
  });
  const headers = { 'Content-Type': 'application/json' };
  await ask('/api/recipes', { method: 'POST', headers, body: '{}' }, { message: '', hint: '' });
  vi.stubGlobal('location', { search: '?body=pupil-p1' });
  await ask('/api/recipes', { method: 'POST', headers, body: '{}' }, { message: '', hint: '' });
  expect(asked.map((each) => each.headers.get('TJBot-Body'))).toEqual([null, 'pupil-p1']);
  expect(asked.map((each) => each.headers.get('Content-Type'))).toEqual(['application/json', 'application/json']);
  expect(pictureAddress('a.jpg')).toBe('/api/pictures/a.jpg?body=pupil-p1');
});

test('a link leads to the page of a body', () => {
  expect(pageOf('pupil-p1')).toBe('/?body=pupil-p1');
  expect(withBody('/api/x', null)).toBe('/api/x');
});
