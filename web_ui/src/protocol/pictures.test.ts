import { expect, test, vi } from 'vitest';
import { RobotError } from './answers';
import { forgetPicture, listPictures, takenAt } from './pictures';

test('a picture’s name tells when it was taken', () => {
  expect(takenAt('2026-11-22_20-38-10-123.jpg')).toEqual(new Date(2026, 10, 22, 20, 38, 10));
  expect(takenAt('holiday.jpg')).toBeNull();
});

test('pictures are listed and removed', async () => {
  const fetched = vi.fn((_address: string, _options: RequestInit) => Promise.resolve(Response.json({ pictures: ['b', 'a'] })));
  vi.stubGlobal('fetch', fetched);
  expect(await listPictures()).toEqual(['b', 'a']);
  await forgetPicture('../b');
  expect(fetched).toHaveBeenLastCalledWith('/api/pictures/..%2Fb', { method: 'DELETE' });
});

test('a refusal keeps the robot’s sentence, and silence has one of its own', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ message: 'No.', hint: 'Wait.' }, { status: 400 })));
  await expect(listPictures()).rejects.toThrow(new RobotError('No.', 'Wait.', false, 400));
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('network')));
  await expect(listPictures()).rejects.toThrow('does not answer');
});
