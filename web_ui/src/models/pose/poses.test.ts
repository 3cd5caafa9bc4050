import { describe, expect, test } from 'vitest';
import type { Point3 } from '../hand/geometry';
// What the networks saw of drawn bodies (tests/browser/bodies): the 17 points in metres, and how visible each is.
import fixture from './bodies.fixture.json';
import { POINTS } from './body';
import { HELD_POSES, posesOf, type HeldPose } from './poses';

const TOLD = 0.6;

interface Seen {
  metric: Point3[];
  visible: number[];
  presence: number;
}

const BODIES: readonly (readonly [string, Seen])[] = Object.entries(fixture).map(([name, { metric, ...body }]) => [
  name,
  { ...body, metric: metric.map(([x = 0, y = 0, z = 0]) => ({ x, y, z })) },
]);

/** The poses of a body that is far away: in the picture, too, it looks as its points in metres do. */
const posesFar = (body: Seen) => posesOf({ ...body, points: body.metric.map(({ x, y }) => ({ x: 100 * x, y: 100 * y, z: 0 })) });
const told = (body: Seen): HeldPose[] => HELD_POSES.filter((pose) => posesFar(body)[pose] >= TOLD);
const named = (name: string): HeldPose | undefined => HELD_POSES.find((pose) => name.replace(/ \d+$/, '').replace('desk ', '') === pose);

test.each(BODIES.filter(([name]) => named(name) !== undefined && !name.startsWith('desk')))('%s', (name, body) => {
  expect(told(body)).toContain(named(name));
});

describe('a body', () => {
  test.each(BODIES)('in no other pose with its arms: %s', (name, body) => {
    const arms: HeldPose[] = ['arms up', 'left arm up', 'right arm up', 'arms out', 'hands on hips'];
    expect(told(body).filter((pose) => arms.includes(pose) && pose !== named(name))).toEqual([]);
  });

  test.each(BODIES)('%s, larger, smaller, or a little askew, is the same', (_, body) => {
    for (const scale of [0.6, 1, 1.5]) expect(told({ ...body, metric: moved(body.metric, scale, 0) })).toEqual(told(body));
    const [one, other] = [posesFar(body), posesFar({ ...body, metric: moved(body.metric, 1, 2) })];
    for (const pose of HELD_POSES) expect(Math.abs(one[pose] - other[pose])).toBeLessThan(0.45);
  });

  test.each(BODIES)('%s, in a mirror, has left and right exchanged', (_, body) => {
    const exchanged = (name: string) => name.replace(/left|right/, (side) => (side === 'left' ? 'right' : 'left'));
    const from = POINTS.map((name) => POINTS.findIndex((other) => other === exchanged(name)));
    const mirrored = {
      ...body,
      metric: from.map((index) => ({ ...(body.metric[index] as Point3), x: -(body.metric[index] as Point3).x })),
      visible: from.map((index) => body.visible[index] as number),
    };
    const [one, other] = [posesFar(body), posesFar(mirrored)];
    for (const pose of HELD_POSES) expect(other[exchanged(pose) as HeldPose]).toBeCloseTo(one[pose], 6);
  });

  test.each(BODIES)('%s: every confidence is one, 0…1', (_, body) => {
    for (const sure of Object.values(posesFar(body))) {
      expect(sure).toBeGreaterThanOrEqual(0);
      expect(sure).toBeLessThanOrEqual(1);
    }
  });
});

test('what cannot be seen is not guessed', () => {
  const [, body] = BODIES.find(([name]) => name.startsWith('arms up')) as (typeof BODIES)[number];
  const hidden = (part: RegExp) => ({ ...body, visible: body.visible.map((sure, index) => (part.test(POINTS[index] ?? '') ? 0.1 : sure)) });
  expect(told(hidden(/elbow/))).toEqual(['somebody', 'standing']);
  expect(told(hidden(/ankle/))).toEqual(['somebody', 'arms up']);
  expect(told({ ...body, presence: 0.3 })).toEqual([]);
});

test('points that all lie in one place are no pose', () => {
  const nowhere = { metric: POINTS.map(() => ({ x: 0, y: 0, z: 0 })), visible: POINTS.map(() => 1), presence: 1 };
  for (const sure of Object.values(posesFar(nowhere))) expect(sure).not.toBeNaN();
});

/** As large as that, and turned in the picture by so many degrees. */
function moved(points: readonly Point3[], scale: number, degrees: number): Point3[] {
  const [cosine, sine] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return points.map(({ x, y, z }) => ({ x: scale * (x * cosine - y * sine), y: scale * (x * sine + y * cosine), z: scale * z }));
}
