import { expect, test } from 'vitest';
import { DEFAULT_SMOOTHING, Smoother } from '../../watch/smoother';
import type { Sighting } from '../define';
import { along, filmOf, TICK, ZIGZAG } from '../movement/drawn.fixture';
import { NUMBERS, STEPS } from '../movement/features';
import type { Film } from '../movement/moving_hands';
import { MovementTeller } from './movements';

const LABELS = ['zigzag', 'nothing', 'tick'];

/** A network that counts how often the hand turns from up to down or back. */
function countTurns(features: Float32Array): Promise<Float32Array> {
  const signs = Array.from({ length: STEPS }, (_, step) => Math.sign(features[step * NUMBERS + 3] ?? 0));
  const turns = signs.filter((sign, step) => step > 0 && sign !== 0 && sign !== signs[step - 1]).length;
  return Promise.resolve(Float32Array.from(turns > 2 ? [0.9, 0.05, 0.05] : [0.05, 0.05, 0.9]));
}

async function seen(film: Film): Promise<{ sightings: Sighting[]; events: string[] }> {
  const teller = new MovementTeller({ id: 'own-1', labels: LABELS }, countTurns);
  const smoother = new Smoother(() => DEFAULT_SMOOTHING);
  const all: Sighting[] = [];
  const events: string[] = [];
  for (const { seconds, points } of film) {
    const frame = { width: 640, height: 480, time: 1000 * seconds, image: undefined as unknown as CanvasImageSource };
    const hand = { points, left: 0.2, pointer: { x: 0, y: 0 }, velocity: { x: 0, y: 0 } } as unknown as Parameters<MovementTeller['look']>[0][number];
    const sightings = await teller.look([hand], frame);
    all.push(...sightings);
    for (const { label, phase } of smoother.update(['own-1'], sightings, { frame: frame.time, recognised: frame.time })) if (phase !== 'now') events.push(`${label} ${phase}`);
  }
  return { sightings: all, events };
}

test.each([8, 15, 30])('each movement is one event, at %i pictures a second', async (rate) => {
  const parts = [ZIGZAG, TICK, ZIGZAG].map((places) => along(places, { after: 1.4 }));
  let start = 0;
  const film = parts.flatMap(({ path, seconds }) => {
    const part = filmOf(path, seconds, rate).map((shot) => ({ ...shot, seconds: shot.seconds + start }));
    // The hand goes away and comes again.
    start += seconds + 1;
    return part;
  });
  const { events } = await seen(film);
  expect(events.filter((event) => event.endsWith('started'))).toEqual(['zigzag started', 'tick started', 'zigzag started']);
});

test('nothing is told while a hand moves, but its trail is drawn, and nothing while it rests', async () => {
  const { path, seconds } = along(ZIGZAG);
  const whole = filmOf(path, seconds, 20);
  const { sightings, events } = await seen(whole.filter((shot) => shot.seconds < 1.9));
  expect(events).toEqual([]);
  expect(sightings.every(({ label, confidences }) => label === null && Object.values(confidences).every((one) => one === 0))).toBe(true);
  const longest = Math.max(...sightings.map(({ landmarks }) => landmarks.length));
  expect(longest).toBeGreaterThan(10);
  const resting = await seen(filmOf(() => ({ x: 0, y: 0 }), 4, 20));
  expect(resting.sightings.every(({ landmarks }) => landmarks.length === 0)).toBe(true);
  expect(resting.events).toEqual([]);
});
