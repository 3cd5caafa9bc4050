import { afterEach, expect, test, vi } from 'vitest';
import { Library } from './library';

const gone = { message: 'The robot is gone.', hint: 'Wait.' };
const recipe = { file: 'wave_back.py', title: 'Wave back', needs: '', learn: '', mine: true, source: 'pass\n' };

function answering(response: Response | Error) {
  const fetch = vi.fn(() => (response instanceof Error ? Promise.reject(response) : Promise.resolve(response)));
  vi.stubGlobal('fetch', fetch);
  return fetch;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

test('saving sends the text', async () => {
  const fetch = answering(Response.json(recipe));
  const saved = await new Library(gone).save('wave_back.py', 'pass\n', 'abc');
  expect(saved).toEqual(recipe);
  expect(fetch).toHaveBeenCalledWith('/api/recipes/wave_back.py', expect.objectContaining({ method: 'PUT', body: '{"source":"pass\\n"}' }));
  const [, options] = fetch.mock.calls[0] as unknown as [string, RequestInit];
  expect(options.headers).toMatchObject({ 'If-Match': '"abc"' });
});

test('a name cannot leave its folder', async () => {
  const fetch = answering(Response.json(recipe));
  await new Library(gone).read('../secret.py');
  expect(fetch).toHaveBeenCalledWith('/api/recipes/..%2Fsecret.py', expect.anything());
});

test('a text is looked through as it is', async () => {
  const fetch = answering(Response.json([]));
  const { signal } = new AbortController();
  expect(await new Library(gone).check('a b.py', 'pass', signal)).toEqual([]);
  expect(fetch).toHaveBeenCalledWith('/api/recipes/check?file=a%20b.py', expect.objectContaining({ body: 'pass', signal }));
});

test('a refusal carries the robot’s sentence and hint', async () => {
  answering(Response.json({ message: 'The recipe is too long.', hint: 'Make it shorter.' }, { status: 413 }));
  const saving = new Library(gone).save('a.py', '', null);
  await expect(saving).rejects.toMatchObject({ message: 'The recipe is too long.', hint: 'Make it shorter.', status: 413 });
});

test('a robot that does not answer is a sentence too', async () => {
  answering(new TypeError('Failed to fetch'));
  await expect(new Library(gone).read('a.py')).rejects.toMatchObject(gone);
});
