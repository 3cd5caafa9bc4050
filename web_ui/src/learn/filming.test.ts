import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Point3 } from '../models/hand/geometry';
import { along, filmOf, handAt, TICK, ZIGZAG } from '../models/movement/drawn.fixture';
import type { Film } from '../models/movement/moving_hands';
import { film, type Filming, type Miss } from './filming';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A camera before which hands move as a test wants it. */
class Camera {
  awake = true;
  takers: ((hands: readonly (readonly Point3[])[], seconds: number) => void)[] = [];
  follow(take: (typeof this.takers)[number]): () => void {
    this.takers.push(take);
    return () => (this.takers = []);
  }

  show(film: Film): void {
    for (const { points, seconds } of film) for (const take of this.takers) take([points], seconds);
  }
}

function begin(more: Partial<Filming> = {}) {
  const camera = new Camera();
  const button = { held: true, off: false };
  const kept: Film[] = [];
  const missed: Miss[] = [];
  const cues: string[] = [];
  const how = film(camera, {
    ...{ most: Infinity, goesOn: () => button.held, isOff: () => button.off, anythingCounts: false },
    ...{ cue: (cue) => cues.push(cue), missed: (why) => missed.push(why) },
    keep: (movement) => Promise.resolve(kept.push(movement) > 0),
    ...more,
  });
  return { camera, button, kept, missed, cues, how };
}

const shots = (places: Parameters<typeof along>[0]) => {
  const { path, seconds } = along(places);
  return filmOf(path, seconds, 20);
};
const later = (film: Film, seconds: number) => film.map((shot) => ({ ...shot, seconds: shot.seconds + seconds }));

test('as long as the button is held each movement is a sample, and it is told what to do', async () => {
  const { camera, button, kept, missed, cues, how } = begin();
  camera.show([...shots(ZIGZAG), ...later(shots(TICK), 20)]);
  await vi.advanceTimersByTimeAsync(500);
  button.held = false;
  await vi.advanceTimersByTimeAsync(500);
  expect(await how).toBe('kept');
  expect([kept.length, missed]).toEqual([2, []]);
  expect(new Set(cues)).toEqual(new Set(['be still', 'move', 'moving']));
  expect(camera.takers).toEqual([]);
});

test('a movement that goes on when the button is let go is still taken', async () => {
  const { camera, button, kept, how } = begin();
  const whole = shots(ZIGZAG);
  camera.show(whole.filter(({ seconds }) => seconds < 1.3));
  button.held = false;
  await vi.advanceTimersByTimeAsync(500);
  expect(kept.length).toBe(0);
  camera.show(whole.filter(({ seconds }) => seconds >= 1.3));
  await vi.advanceTimersByTimeAsync(500);
  expect([await how, kept.length]).toEqual(['kept', 1]);
});

test('the timer takes so many and is patient, but not for ever', async () => {
  const two = begin({ most: 2 });
  two.camera.show([...shots(ZIGZAG), ...later(shots(ZIGZAG), 20), ...later(shots(ZIGZAG), 40)]);
  await vi.advanceTimersByTimeAsync(100);
  expect([await two.how, two.kept.length]).toEqual(['kept', 2]);
  const alone = begin({ most: 5 });
  await vi.advanceTimersByTimeAsync(13_000);
  expect(await alone.how).toBe('no hand');
  const still = begin({ most: 5 });
  still.camera.show(filmOf(() => ({ x: 0, y: 0 }), 3, 20));
  await vi.advanceTimersByTimeAsync(13_000);
  expect(await still.how).toBe('none');
});

test('whose movement was none gets as long for the next', async () => {
  const { camera, missed, kept, how } = begin({ most: 1 });
  for (const round of [0, 1]) {
    camera.show(later(shots(ZIGZAG).filter(({ seconds }) => seconds < 1.3), 20 * round));
    camera.show(later(shots(ZIGZAG).slice(0, 1), 20 * round + 10));
    await vi.advanceTimersByTimeAsync(8000);
  }
  camera.show(later(shots(ZIGZAG), 60));
  await vi.advanceTimersByTimeAsync(500);
  expect([missed.length > 1, kept.length, await how]).toEqual([true, 1, 'kept']);
});

test('what is no movement is told: too long, lost half-way, seen too seldom', async () => {
  const { camera, button, kept, missed, how } = begin();
  camera.show(filmOf((now) => ({ x: now < 1 ? 0 : Math.sin(6 * (now - 1)), y: 0 }), 5, 20));
  camera.show(later(shots(ZIGZAG).filter(({ seconds }) => seconds < 1.3), 10));
  camera.show(later([0, 0.2, 0.4, 0.6, 0.95, 1.15, 1.35, 1.55].map((seconds) => ({ seconds, points: handAt(seconds < 0.8 ? 0 : 2, 0) })), 20));
  button.held = false;
  await vi.advanceTimersByTimeAsync(500);
  expect(kept).toEqual([]);
  expect(new Set(missed)).toEqual(new Set(['long', 'lost', 'short']));
  expect(await how).toBe('kept');
});

test('for nothing all counts that a hand does, also that it rests, comes and goes', async () => {
  const { camera, button, kept, how } = begin({ anythingCounts: true });
  camera.show(filmOf(() => ({ x: 0, y: 0 }), 4, 20));
  const resting = camera.takers.length;
  camera.show(later(shots(ZIGZAG).filter(({ seconds }) => seconds > 0.8), 20));
  button.held = false;
  await vi.advanceTimersByTimeAsync(500);
  await how;
  expect(resting).toBe(1);
  expect(kept.length).toBeGreaterThanOrEqual(3);
});

test('without a camera it says so', async () => {
  const { camera, how } = begin();
  camera.awake = false;
  await vi.advanceTimersByTimeAsync(500);
  expect(await how).toBe('asleep');
});
