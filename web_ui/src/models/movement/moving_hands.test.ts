import { expect, test } from 'vitest';
import { along, filmOf, handAt, TICK, ZIGZAG } from './drawn.fixture';
import { MovingHands, type Film, type Told } from './moving_hands';

/** What is told of a film, without the pieces of rest. */
function toldOf(film: Film, hands = new MovingHands()): Told[] {
  return film.flatMap(({ seconds, points }) => hands.update([points], seconds)).filter(({ what }) => what !== 'rest');
}

function played(places: Parameters<typeof along>[0], rate: number, how: Parameters<typeof along>[1] = {}): Film {
  const { path, seconds } = along(places, how);
  return filmOf(path, seconds, rate);
}

test.each([8, 12, 30, 60])('a movement is told once, when it is over, at %i pictures a second', (rate) => {
  for (const places of [ZIGZAG, TICK]) {
    const told = toldOf(played(places, rate));
    expect(told.map(({ what }) => what)).toEqual(['done']);
    const film = told[0]?.film ?? [];
    const seconds = (film.at(-1)?.seconds ?? 0) - (film[0]?.seconds ?? 0);
    expect(Math.abs(seconds - 0.3 * (places.length - 1))).toBeLessThan(0.2 + 1 / rate);
  }
});

test('a hand that keeps still, trembles or drifts does nothing', () => {
  const trembling = filmOf((now) => ({ x: 0.1 * Math.sin(40 * now) + 0.3 * now, y: 0.1 * Math.cos(37 * now) }), 8, 30);
  expect(toldOf(trembling)).toEqual([]);
  const rests = trembling.flatMap(((hands) => ({ seconds, points }) => hands.update([points], seconds))(new MovingHands()));
  expect(rests.length).toBeGreaterThan(4);
  expect(rests.every(({ what, film }) => what === 'rest' && film.length > 20)).toBe(true);
});

test('movements one after the other are each told once', () => {
  const whole = [0, 1, 2].flatMap((number) => played(ZIGZAG, 20).map(({ seconds, points }) => ({ seconds: seconds + 2.85 * number, points })));
  // Between two of them the hand leaps back to where they begin, as it does when it was not seen for a moment.
  expect(toldOf(whole).filter(({ what }) => what === 'done').length).toBeGreaterThanOrEqual(3);
  const calm = [0, 1, 2].flatMap((number) => played([...ZIGZAG, [-2, 1]], 20).map(({ seconds, points }) => ({ seconds: seconds + 3.15 * number, points })));
  expect(toldOf(calm).map(({ what }) => what)).toEqual(['done', 'done', 'done']);
});

test('a hand that moves when it comes, and one that never rests, are no movement', () => {
  expect(toldOf(played(ZIGZAG, 30, { still: 0 })).map(({ what }) => what)).toEqual(['entered']);
  const waving = filmOf((now) => ({ x: now < 1 ? 0 : Math.sin(6 * (now - 1)), y: 0 }), 9, 30);
  expect(new Set(toldOf(waving).map(({ what }) => what))).toEqual(new Set(['long']));
});

test('pictures in which the hand was missed are bridged, and a hand that is lost half-way is told', () => {
  const film = played(ZIGZAG, 30);
  const missing = film.filter(({ seconds }) => seconds < 1.2 || seconds > 1.5);
  expect(toldOf(missing).map(({ what }) => what)).toEqual(['done']);
  const hands = new MovingHands();
  expect(toldOf(film.filter(({ seconds }) => seconds < 1.3), hands)).toEqual([]);
  expect(hands.cue).toBe('moving');
  expect(hands.update([], 1.9).map(({ what }) => what)).toEqual(['lost']);
  expect(hands.cue).toBe('no hand');
  // Where the computer itself was busy, nobody knows that the hand was away.
  const busy = film.filter(({ seconds }) => seconds < 1.1 || seconds > 1.7);
  expect(toldOf(busy).map(({ what }) => what)).toEqual(['done']);
  expect(toldOf(film.filter(({ seconds }) => seconds < 1.1 || seconds > 2.3)).map(({ what }) => what)).toEqual(['lost']);
});

test('a movement that was seen too seldom is told as that', () => {
  const [rest, moved] = [handAt(0, 0), handAt(2, 0)];
  const film = [0, 0.2, 0.4, 0.6].map((seconds) => ({ seconds, points: rest }));
  const after = [0.95, 1.15, 1.35, 1.55].map((seconds) => ({ seconds, points: moved }));
  expect(toldOf([...film, ...after]).map(({ what }) => what)).toEqual(['short']);
});

test('two hands move without being mixed up', () => {
  const { path, seconds } = along(ZIGZAG);
  const hands = new MovingHands();
  const told = filmOf(path, seconds, 30).flatMap((shot) => hands.update([handAt(5, 1), shot.points], shot.seconds)).filter(({ what }) => what !== 'rest');
  expect(told.map(({ what }) => what)).toEqual(['done']);
});

test('whoever shows a movement is told what to do', () => {
  const hands = new MovingHands();
  const cues = new Map<number, string>();
  expect(hands.cue).toBe('no hand');
  for (const { seconds, points } of played(TICK, 20)) {
    hands.update([points], seconds);
    cues.set(Math.round(20 * seconds), hands.cue);
  }
  expect([2, 14, 22, 38].map((frame) => cues.get(frame))).toEqual(['be still', 'move', 'moving', 'move']);
});
