import { expect, test } from 'vitest';
import { LiveRobots } from './live_robots';

test('what changed is told to who watches that robot, and what did not change stays', () => {
  const robots = new LiveRobots();
  let told = 0;
  const end = robots.watch('pupil-p1', () => (told += 1));
  robots.hear({ 'pupil-p1': { arm: { angle: 10 }, light: { color: '#000000' } }, 'pupil-p2': { arm: { angle: 1 } } });
  robots.hear({ 'pupil-p2': { arm: { angle: 2 } } });
  robots.hear({ 'pupil-p1': { arm: { angle: 20 } } });
  expect(told).toBe(2);
  expect(robots.of('pupil-p1')).toEqual({ arm: { angle: 20 }, light: { color: '#000000' } });
  end();
  robots.hear({ 'pupil-p1': { arm: { angle: 30 } } });
  expect(told).toBe(2);
  robots.forget();
  expect(robots.of('pupil-p1')).toEqual({});
});
