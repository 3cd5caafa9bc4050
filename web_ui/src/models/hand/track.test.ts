import { expect, test } from 'vitest';
import { cropOfLandmarks, type Point3 } from './geometry';
import { palmOf, Track, type Landmarks } from './track';

/** An upright hand with its wrist here, 100 pixels long, its fingers side by side. */
function handAt(x: number, y: number, left = 0): Landmarks {
  const points = Array.from({ length: 21 }, (_, index): Point3 => {
    if (index === 0) return { x, y, z: 0 };
    return { x: x + 12 * (Math.floor((index - 1) / 4) - 2), y: y - 40 - 20 * ((index - 1) % 4), z: 0 };
  });
  const metricPoints = points.map((point) => ({ x: point.x / 1000, y: point.y / 1000, z: 0 }));
  return { points, metricPoints, presence: 0.9, left };
}

test('a hand that rests trembles less than what the network says of it', () => {
  const track = new Track(1, handAt(300, 300), 0);
  let most = 0;
  for (let frame = 1; frame < 60; frame++) {
    const before = track.hand.points[8] as Point3;
    track.follow(handAt(300 + (frame % 2), 300), 33 * frame);
    most = Math.max(most, Math.abs((track.hand.points[8] as Point3).x - before.x));
  }
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThan(0.6);
});

test('its velocity is that of the palm, however its fingers move, and however often it is looked at', () => {
  for (const milliseconds of [20, 50]) {
    const track = new Track(1, handAt(0, 300), 0);
    for (let time = milliseconds; time <= 1000; time += milliseconds) {
      const found = handAt(0.2 * time, 300 - 0.1 * time);
      (found.points[8] as Point3).x += time % 7;
      track.follow(found, time);
    }
    expect(track.hand.velocity.x).toBeCloseTo(200, 0);
    expect(track.hand.velocity.y).toBeCloseTo(-100, 0);
  }
});

test('its crop does not lag behind', () => {
  const track = new Track(1, handAt(100, 300), 0);
  for (let frame = 1; frame < 10; frame++) {
    const found = handAt(100 + 20 * frame, 300);
    track.follow(found, 33 * frame);
    expect(track.hand.crop).toEqual(cropOfLandmarks(found.points));
    expect((track.hand.points[0] as Point3).x).toBeLessThan(100 + 20 * frame);
  }
});

test('its side follows the network as quickly on a slow computer as on a fast one', () => {
  const sideAfter = (milliseconds: number) => {
    const track = new Track(1, handAt(100, 300, 0), 0);
    for (let time = milliseconds; time <= 200; time += milliseconds) track.follow(handAt(100, 300, 1), time);
    return track.hand.left;
  };
  expect(sideAfter(20)).toBeCloseTo(sideAfter(100), 10);
  expect(sideAfter(20)).toBeGreaterThan(0.5);
});

test('a palm that is foreshortened counts by its width', () => {
  const { points } = handAt(0, 0);
  expect(palmOf(points)).toBeCloseTo(40);
  expect(palmOf(points.map(({ x, y }) => ({ x, y: y / 4, z: 0 })))).toBeCloseTo(36);
});

test('what was seen anew is steadied as the points are, in whatever unit it is', () => {
  const inUnit = (points: Point3[]) => points.map(({ x, y, z }) => ({ x: x / 64, y: y / 64, z: z / 64 }));
  const found = (frame: number) => {
    const hand = handAt(300 + (frame % 2), 300);
    return { ...hand, refined: { points: inUnit(hand.points), glance: [] } };
  };
  const track = new Track(1, found(0), 0);
  for (let frame = 1; frame < 10; frame++) track.follow(found(frame), 33 * frame);
  expect(track.hand.points).not.toEqual(found(9).points);
  const steady = inUnit(track.hand.points);
  track.hand.refined?.points.forEach(({ x, y }, index) => {
    expect(x).toBeCloseTo(steady[index]?.x ?? NaN, 9);
    expect(y).toBeCloseTo(steady[index]?.y ?? NaN, 9);
  });
  expect(track.hand.refined?.points).toHaveLength(21);
});

test('a glance is that of the last picture alone', () => {
  const hand = handAt(300, 300);
  const { points } = hand;
  const track = new Track(1, { ...hand, refined: { points, glance: [0.1, 0.9] } }, 0);
  expect(track.hand.refined?.glance).toEqual([0.1, 0.9]);
  track.follow({ ...hand, refined: { points, glance: [0.8, 0.2] } }, 33);
  expect(track.hand.refined?.glance).toEqual([0.8, 0.2]);
  track.follow(handAt(300, 300), 66);
  expect(track.hand.refined).toBeUndefined();
});

test('a hand is seen in the mirror at once, and then now and then, as long as it is seen anew', () => {
  const hand = handAt(300, 300);
  const seen = { points: hand.points, glance: [1] };
  const anew = { ...hand, refined: seen };
  const track = new Track(1, { ...anew, mirrored: seen }, 0);
  expect([33, 200, 249, 250].map((time) => track.wantsMirrored(time))).toEqual([false, false, false, true]);
  track.follow(anew, 260);
  expect(track.wantsMirrored(300)).toBe(true);
  track.follow({ ...anew, mirrored: seen }, 300);
  expect(track.wantsMirrored(400)).toBe(false);
});

test('points seen anew are there only in pictures that have them, and begin anew when they come again', () => {
  const track = new Track(1, handAt(300, 300), 0);
  expect(track.hand.refined).toBeUndefined();
  for (const [index, x] of [100, 500].entries()) {
    const refined = { points: handAt(x, 300).points, glance: [] };
    track.follow({ ...handAt(300, 300), refined }, 33 * (2 * index + 1));
    expect(track.hand.refined).toEqual(refined);
    track.follow(handAt(300, 300), 33 * (2 * index + 2));
    expect(track.hand.refined).toBeUndefined();
  }
});
