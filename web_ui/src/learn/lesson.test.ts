import { expect, test } from 'vitest';
import { answersOf, learned, lessonOf, modelId, renamed } from './lesson';
import { newProject, type Sample } from './project';

const project = newProject('pictures', 'Fruit', ['banana', 'apple'], 1);
const [banana, apple] = project.classes.map(({ id }) => id) as [string, string];
const samples: Sample[] = [banana, apple].flatMap((class_, number) =>
  Array.from({ length: 10 }, (_, index) => ({
    ...{ id: `${number}-${index}`, project: project.id, class: class_, burst: `${number}-${index}`, made: index, picture: null },
    features: Float32Array.from([number, index]),
  })),
);
const network = { format: 'layers-model' as const, topology: {}, weightSpecs: [], weights: new ArrayBuffer(0) };

test('a lesson has each sample once: to learn from, or held back', () => {
  const { lesson, held } = lessonOf(project, samples);
  expect([lesson.length, lesson.classes]).toEqual([2, 2]);
  expect([lesson.learn.classes.length, lesson.heldBack.classes.length, held.length]).toEqual([16, 4, 4]);
  held.forEach((sample, row) => {
    expect([...lesson.heldBack.inputs.subarray(2 * row, 2 * row + 2)]).toEqual([...sample.features]);
    expect(lesson.heldBack.classes[row]).toBe(sample.class === banana ? 0 : 1);
  });
});

test('the likeliest class is the answer', () => {
  const [one, other] = answersOf(project.classes, samples.slice(9, 11), Float32Array.from([0.25, 0.75, 0.375, 0.625]));
  expect(one).toEqual({ sample: '0-9', is: banana, said: apple, confidence: 0.75 });
  expect(other).toEqual({ sample: '1-0', is: apple, said: apple, confidence: 0.625 });
});

test('what was learned becomes a model with the names of the classes, also when they change later', () => {
  const held = samples.slice(0, 2);
  const after = learned(project, { network, dense: [], likely: Float32Array.from([0.9, 0.1, 0.2, 0.8]), length: 1280, seconds: 2 }, held, 20, 5);
  expect(after.taught).toMatchObject({
    ...{ id: modelId(project), title: 'Fruit', labels: ['banana', 'apple'] },
    ...{ input: { kind: 'picture_features', shape: [1280] }, accuracy: { samples: 2, right: 0.5, confusion: [[1, 1], [0, 0]] } },
  });
  expect(after.outcome).toMatchObject({ learned: 18, seconds: 2, time: 5 });
  expect(renamed(after)).toBe(after);
  const classes = [{ id: apple, name: 'pear' }, { id: 'new', name: 'kiwi' }];
  expect(renamed({ ...after, author: '6b', licence: 'CC0-1.0' }).taught).toMatchObject({ author: '6b', licence: 'CC0-1.0' });
  // The banana is thrown away and there is a kiwi, but what it learned are still these two.
  expect(renamed({ ...after, name: 'Trees', classes }).taught).toMatchObject({ title: 'Trees', labels: ['banana', 'pear'] });
});

test('sounds are learned as spectrograms, as the models of every page hear them', () => {
  const sounds = newProject('sounds', 'Bells', ['bell', 'horn'], 1);
  const length = 61 * 40;
  const heard = [0, 1].map((number) => ({ ...{ id: `${number}`, project: sounds.id, class: sounds.classes[number]?.id ?? '', burst: '', made: 0, picture: null }, features: new Float32Array(length) }));
  expect(lessonOf(sounds, heard).lesson).toMatchObject({ length, shape: [61, 40, 1] });
  const { taught } = learned(sounds, { network, dense: [], likely: new Float32Array(), length, seconds: 1 }, [], 2, 5);
  expect(taught).toMatchObject({ labels: ['bell', 'horn'], input: { kind: 'spectrogram', shape: [61, 40, 1], rate_hertz: 16_000 } });
});

test('from scratch pixels are learned, and what was said the other way stays beside it', () => {
  const before = learned(project, { network, dense: [], likely: Float32Array.from([1, 0, 0, 1]), length: 1280, seconds: 1 }, samples.slice(0, 2), 20, 5);
  const pixels = samples.map((sample) => ({ ...sample, features: new Float32Array(32 * 32 * 3) }));
  const { lesson } = lessonOf(project, pixels, 'scratch');
  expect(lesson).toMatchObject({ length: 3072, shape: [32, 32, 3] });
  expect(lesson.method.convolutions?.length).toBeGreaterThan(1);
  const after = learned(before, { network, dense: [], likely: Float32Array.from([0, 1, 0, 1]), length: 3072, seconds: 9 }, pixels.slice(0, 2), 20, 6, 'scratch');
  expect(after.taught?.input).toEqual({ kind: 'pixels', shape: [32, 32, 3], black: -1, white: 1 });
  expect(after.outcome).toMatchObject({ way: 'scratch', otherWay: before.outcome?.answers });
  const again = learned(after, { network, dense: [], likely: Float32Array.from([1, 0, 0, 1]), length: 3072, seconds: 9 }, pixels.slice(0, 2), 20, 7, 'scratch');
  expect(again.outcome?.otherWay).toEqual(before.outcome?.answers);
  const back = learned(again, { network, dense: [], likely: Float32Array.from([1, 0, 0, 1]), length: 1280, seconds: 1 }, samples.slice(0, 2), 20, 8);
  expect(back.outcome).toMatchObject({ way: 'upon', otherWay: again.outcome?.answers });
});
