import { expect, test } from 'vitest';
import { defineModel, type Frame, type LoadContext, type PictureModel, type Sighting } from '../models/define';
import { Found, strongest } from './found';
import { LoadedModels } from './loaded';

const CONTEXT = {} as LoadContext;
const FRAME = { width: 640, height: 480, time: 0 } as Frame;

function sighting(model: string, confidences: Record<string, number> = {}): Sighting {
  return { model, label: null, confidence: 1, confidences, place: null, side: null, landmarks: [], bones: [] };
}

/** A model of the test's own, with a note of what happened to it. */
class Model {
  frames: Frame[] = [];
  disposed = 0;
  broken = false;
  ready: Promise<undefined> = Promise.resolve(undefined);
  readonly kind: PictureModel;

  constructor(id: string) {
    this.kind = defineModel<PictureModel>({
      ...{ id, title: `The ${id}`, labels: [id], sense: 'see', startsOn: false },
      load: async () => {
        await this.ready;
        return {
          look: async (frame) => {
            this.frames.push(frame);
            await Promise.resolve();
            if (this.broken) throw new Error('no such tensor');
            return [sighting(id)];
          },
          dispose: () => (this.disposed += 1),
        };
      },
    });
  }
}

function loadedOf(...models: Model[]): LoadedModels {
  let time = 0;
  return new LoadedModels(models.map(({ kind }) => kind), () => (time += 5));
}

test('models that are loaded share one frame, the very same', async () => {
  const [hand, face] = [new Model('hand'), new Model('face')];
  const loaded = loadedOf(hand, face);
  expect(await loaded.load('hand', CONTEXT)).toBeNull();
  expect(await loaded.load('face', CONTEXT)).toBeNull();
  for (let count = 0; count < 3; count++) await loaded.look({ ...FRAME, time: count });
  const { models, sightings } = await loaded.look(FRAME);
  expect(models).toEqual([{ model: 'hand', milliseconds: 5 }, { model: 'face', milliseconds: 5 }]);
  expect(sightings.map(({ model }) => model)).toEqual(['hand', 'face']);
  expect(hand.frames.at(-1)).toBe(face.frames.at(-1));
});

test('a model that is switched off in the middle of a frame is let go of afterwards, and once', async () => {
  const hand = new Model('hand');
  const loaded = loadedOf(hand);
  await loaded.load('hand', CONTEXT);
  const looking = loaded.look(FRAME);
  const unloading = loaded.unload('hand');
  expect(hand.disposed).toBe(0);
  await looking;
  await unloading;
  await loaded.unload('hand');
  expect(hand.disposed).toBe(1);
  expect((await loaded.look(FRAME)).models).toEqual([]);
});

test('a model that is switched off while it loads never looks', async () => {
  const hand = new Model('hand');
  let finish: (nothing: undefined) => void = () => undefined;
  hand.ready = new Promise((resolve) => (finish = resolve));
  const loaded = loadedOf(hand);
  const loading = loaded.load('hand', CONTEXT);
  const unloading = loaded.unload('hand');
  finish(undefined);
  await Promise.all([loading, unloading]);
  expect(hand.disposed).toBe(1);
  expect((await loaded.look(FRAME)).models).toEqual([]);
});

test('a model that fails now and then goes on; one that fails always is switched off, and the others go on', async () => {
  const [hand, face] = [new Model('hand'), new Model('face')];
  const loaded = loadedOf(hand, face);
  await loaded.load('hand', CONTEXT);
  await loaded.load('face', CONTEXT);
  for (let count = 0; count < 4; count++) await loaded.look(FRAME);
  face.broken = true;
  expect((await loaded.look(FRAME)).troubles).toEqual([]);
  face.broken = false;
  await loaded.look(FRAME);
  face.broken = true;
  const troubles = [];
  for (let count = 0; count < 3; count++) troubles.push(...(await loaded.look(FRAME)).troubles);
  expect(troubles.map(({ model, trouble }) => [model, trouble.message])).toEqual([
    ['face', '“The face” does not work here: Error: no such tensor'],
  ]);
  expect((await loaded.look(FRAME)).models.map(({ model }) => model)).toEqual(['hand']);
  expect(face.disposed).toBe(1);
});

test('a model that did not look keeps what it saw for a second', () => {
  const found = new Found();
  const look = (model: string, time: number) => {
    found.add({ models: [{ model, milliseconds: 1 }], sightings: [sighting(model, { [model]: 0.7 })] }, time);
  };
  look('hand', 0);
  look('pose', 900);
  expect(found.all(900).map(({ model }) => model)).toEqual(['hand', 'pose']);
  expect(strongest(['hand', 'pose', 'face'], found.all(900))).toEqual({ hand: 0.7, pose: 0.7, face: 0 });
  expect(found.all(1100).map(({ model }) => model)).toEqual(['pose']);
  found.forget('pose');
  expect(found.all(1100)).toEqual([]);
});
