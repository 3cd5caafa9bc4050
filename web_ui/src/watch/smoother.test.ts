import { describe, expect, test } from 'vitest';
import type { Sighting } from '../models/define';
import { DEFAULT_SMOOTHING, Smoother } from './smoother';
import type { SeenEvent, Smoothing } from './types';

function sighting(confidences: Record<string, number>, side: 'left' | 'right' = 'right', x = 0.5): Sighting {
  const place = { x, y: 0.5, width: 0.2, height: 0.3 };
  return { model: 'hand', label: null, confidence: 0.9, confidences, place, side, landmarks: [], bones: [] };
}

const HAND = ['hand'];
const eager = (smoothing: Partial<Smoothing>) => () => ({ ...DEFAULT_SMOOTHING, ...smoothing });
const FIST = sighting({ fist: 0.9, 'open hand': 0 });
const NONE = sighting({ fist: 0.1, 'open hand': 0.2 });

/** Feeds frames 50 ms apart; gives the phases of `fist` with the number of their frame. */
function phases(smoother: Smoother, frames: readonly (readonly Sighting[])[]): string[] {
  return frames.flatMap((sightings, index) =>
    smoother
      .update(HAND, sightings, { frame: index * 50 - 20, recognised: index * 50 })
      .filter(({ label }) => label === 'fist')
      .map(({ phase }) => `${phase} ${index}`),
  );
}

describe('a label', () => {
  const smoothing = { threshold: 0.6, framesToEnter: 2, framesToLeave: 3 };

  test('starts after so many frames, lasts at most 10 times a second, stops after so many without', () => {
    const frames = [...Array<Sighting[]>(6).fill([FIST]), ...Array<Sighting[]>(4).fill([])];
    expect(phases(new Smoother(eager(smoothing)), frames)).toEqual(['started 1', 'now 3', 'now 5', 'stopped 8']);
  });

  test('one frame makes no event, and a short gap no end', () => {
    const frames = [[FIST], [NONE], [FIST], [NONE], [FIST], [FIST], [NONE], [], [FIST], [NONE]];
    expect(phases(new Smoother(eager(smoothing)), frames)).toEqual(['started 5', 'now 8']);
  });

  test('needs the threshold, which may change', () => {
    const smoother = new Smoother(eager({ ...smoothing, threshold: 0.95 }));
    expect(phases(smoother, [[FIST], [FIST], [FIST]])).toEqual([]);
    smoother.setSmoothing(eager({ ...smoothing, threshold: 0.5 }));
    expect(phases(smoother, [[FIST], [FIST], [FIST]])).toEqual(['started 1']);
  });

  test('may have to wait before it starts again, though it is seen already', () => {
    const smoother = new Smoother(eager({ framesToEnter: 1, framesToLeave: 1, gapSeconds: 0.4 }));
    const frames = [[FIST], [NONE], [FIST], [FIST], [NONE], ...Array<Sighting[]>(6).fill([FIST])];
    expect(phases(smoother, frames)).toEqual(['started 0', 'stopped 1', 'started 8', 'now 10']);
  });

  test('is as eager as it is set, whatever the others are', () => {
    const both = sighting({ fist: 0.7, pinch: 0.7 });
    const smoother = new Smoother((_, label) => ({ ...DEFAULT_SMOOTHING, framesToEnter: label === 'pinch' ? 2 : 3 }));
    const labels = [both, both, both].flatMap((one, index) =>
      smoother.update(HAND, [one], { frame: index, recognised: index }).map(({ label }) => `${label} ${index}`),
    );
    expect(labels).toEqual(['pinch 1', 'fist 2']);
  });

  test('tells where, how sure, which hand and when', () => {
    const smoother = new Smoother(eager({ ...smoothing, framesToEnter: 1 }));
    expect(smoother.update(HAND, [FIST], { frame: 70, recognised: 100 })).toEqual([
      {
        label: 'fist',
        phase: 'started',
        model: 'hand',
        confidence: 0.9,
        x: 0.5,
        y: 0.5,
        width: 0.2,
        height: 0.3,
        side: 'right',
        stamps: { frame: 70, recognised: 100 },
      },
    ]);
  });

  test('tells where a hand points and how fast it moves', () => {
    const smoother = new Smoother(eager({ ...smoothing, framesToEnter: 1 }));
    const hand = { ...FIST, pointer: { x: 0.25, y: 1 }, speed: 0.5 };
    const [event] = smoother.update(HAND, [hand], { frame: 70, recognised: 100 });
    expect(event).toMatchObject({ pointer_x: 0.25, pointer_y: 1, speed: 0.5 });
  });

  test('tells how fast a body moves, which points nowhere', () => {
    const smoother = new Smoother(eager({ ...smoothing, framesToEnter: 1 }));
    const [event] = smoother.update(HAND, [{ ...FIST, speed: 0.5 }], { frame: 70, recognised: 100 });
    expect(event).toMatchObject({ speed: 0.5 });
    expect(event).not.toHaveProperty('pointer_x');
  });

  test('of two hands follows the one that began it', () => {
    const smoother = new Smoother(eager({ ...smoothing, framesToEnter: 1, framesToLeave: 1 }));
    const both = [sighting({ fist: 0.8 }, 'left', 0.2), sighting({ fist: 0.95 }, 'right', 0.8)];
    const places = [[both[0] as Sighting], both, [both[1] as Sighting]].flatMap((sightings, index) =>
      smoother.update(HAND, sightings, { frame: index * 200, recognised: index * 200 }).map(({ x }) => x),
    );
    expect(places).toEqual([0.2, 0.2, 0.8]);
  });
});

test('end stops what is seen, once', () => {
  const smoother = new Smoother(eager({ framesToEnter: 1 }));
  smoother.update(HAND, [FIST], { frame: 0, recognised: 0 });
  expect(smoother.end(500).map(({ label, phase, stamps }) => [label, phase, stamps.recognised])).toEqual([
    ['fist', 'stopped', 500],
  ]);
  expect(smoother.end(600)).toEqual([]);
});

test('a frame that another model looked at does not count', () => {
  const smoother = new Smoother(eager({ framesToEnter: 2, framesToLeave: 1 }));
  const phasesOf = (models: string[], sightings: Sighting[], time: number) =>
    smoother.update(models, sightings, { frame: time, recognised: time }).map(({ phase }) => phase);
  expect(phasesOf(HAND, [FIST], 0)).toEqual([]);
  expect(phasesOf(['pose'], [], 50)).toEqual([]);
  expect(phasesOf(HAND, [FIST], 100)).toEqual(['started']);
  expect(phasesOf(['pose'], [], 150)).toEqual([]);
  expect(phasesOf(HAND, [], 200)).toEqual(['stopped']);
});

test('a model that is switched off ends alone', () => {
  const smoother = new Smoother(eager({ framesToEnter: 1 }));
  const pose = { ...sighting({ jumping: 1 }), model: 'pose' };
  smoother.update([...HAND, 'pose'], [FIST, pose], { frame: 0, recognised: 0 });
  expect(smoother.end(50, 'pose').map(({ label }) => label)).toEqual(['jumping']);
  expect(smoother.end(60).map(({ label }) => label)).toEqual(['fist']);
});

test('random frames: started and stopped take turns, now lies between them and is at least 100 ms apart', () => {
  let state = 3;
  const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
  for (let run = 0; run < 100; run++) {
    const smoothing = {
      threshold: random(),
      framesToEnter: 1 + Math.floor(random() * 4),
      framesToLeave: 1 + Math.floor(random() * 4),
    };
    const smoother = new Smoother(eager(smoothing));
    const events: SeenEvent[] = [];
    let time = 0;
    for (let frame = 0; frame < 300; frame++) {
      time += random() * 60;
      const sightings = Array.from({ length: Math.floor(random() * 3) }, () =>
        sighting({ fist: random(), 'open hand': random() }, random() < 0.5 ? 'left' : 'right'),
      );
      events.push(...smoother.update(HAND, sightings, { frame: time, recognised: time }));
    }
    events.push(...smoother.end(time));
    for (const label of ['fist', 'open hand']) {
      let on = false;
      let last = -Infinity;
      for (const event of events.filter((candidate) => candidate.label === label)) {
        expect(on).toBe(event.phase !== 'started');
        if (event.phase === 'now') expect(event.stamps.recognised - last).toBeGreaterThanOrEqual(100);
        expect(event.confidence).toBeGreaterThanOrEqual(smoothing.threshold);
        on = event.phase !== 'stopped';
        last = event.stamps.recognised;
      }
      expect(on).toBe(false);
    }
  }
});

test('the defaults ask for more than a coincidence', () => {
  expect(DEFAULT_SMOOTHING.threshold).toBeGreaterThan(0.5);
  expect(DEFAULT_SMOOTHING.framesToEnter).toBeGreaterThan(1);
});
