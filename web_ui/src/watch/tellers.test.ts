import { expect, test } from 'vitest';
import type { PictureModel, Sighting } from '../models/define';
import { MODELS } from '../models/registry';
import { labelsTold, sightingTold } from './tellers';

const HAND = { id: 'hand', labels: ['fist'] };
const IMAGE = { id: 'image', labels: ['cup', 'clock'] };
const OBJECTS = { id: 'objects', labels: ['cup', 'person'], tellsWhere: true };

test('a word that two know is told by the one that tells where it is, whichever was first', () => {
  const shared = { hand: ['fist'], image: ['clock'], objects: ['cup', 'person'] };
  expect(Object.fromEntries(labelsTold([HAND, IMAGE, OBJECTS]))).toEqual(shared);
  expect(Object.fromEntries(labelsTold([OBJECTS, IMAGE, HAND]))).toEqual(shared);
});

test('whoever is alone tells all it knows', () => {
  expect(labelsTold([IMAGE]).get('image')).toEqual(['cup', 'clock']);
  expect(labelsTold([])).toEqual(new Map());
});

test('whichever models are on, each word that one of them knows is told once', () => {
  const pictures = MODELS.filter((model): model is PictureModel => model.sense === 'see');
  for (let some = 0; some < 2 ** pictures.length; some++) {
    const on = pictures.filter((_, index) => some & (1 << index));
    const told = [...labelsTold(on).values()].flat();
    expect([...told].sort()).toEqual([...new Set(on.flatMap(({ labels }) => labels))].sort());
  }
});

test('a sighting keeps the words that its model tells, and has no label where that is another’s', () => {
  const place = { model: 'image', place: null, side: null, landmarks: [], bones: [] };
  const sighting: Sighting = { ...place, label: 'cup', confidence: 0.9, confidences: { cup: 0.9, clock: 0.05 } };
  const told = new Map([['image', new Set(['clock'])]]);
  expect(sightingTold(sighting, told)).toEqual({ ...sighting, label: null, confidences: { clock: 0.05 } });
  expect(sightingTold({ ...sighting, label: 'clock' }, told).label).toBe('clock');
  expect(sightingTold(sighting, new Map([['image', new Set(['cup', 'clock'])]]))).toBe(sighting);
});
