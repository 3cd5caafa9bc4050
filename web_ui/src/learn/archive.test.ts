import { describe, expect, test } from 'vitest';
import { CARD } from '../models/taught/card';
import { HEARD } from '../models/taught/spectrogram';
import { packed, PROJECT_FILE, unpacked } from './archive';
import { brought, whatIsIn } from './bring';
import { filesOf, hashOf, modelOf } from './model_files';
import { newProject, type Project, type Sample } from './project';
import { unzipped, zipped, type Files } from './zip';

const encode = (text: string) => new TextEncoder().encode(text);
const json = (value: unknown) => encode(JSON.stringify(value));

const bare = newProject('pictures', 'Fruit / Obst', ['banana', 'apple'], 5);
const [banana] = bare.classes.map(({ id }) => id) as [string];
const weights = Float32Array.from([0.25, -1, 3]).buffer;
const project: Project = {
  ...bare,
  author: '6b',
  licence: 'CC-BY-4.0',
  taught: {
    ...{ id: `own-${bare.id}`, title: bare.name, labels: ['banana', 'apple'], author: '6b', licence: '', output: 'probabilities' },
    input: { kind: 'picture_features', shape: [2] },
    network: { format: 'layers-model', topology: { class_name: 'Sequential' }, weightSpecs: [{ name: 'w', shape: [3], dtype: 'float32' }], weights },
    accuracy: { samples: 1, right: 0, confusion: [[0, 1], [0, 0]] },
  },
  outcome: { time: 9, learned: 1, seconds: 2, answers: [{ sample: 's1', is: banana, said: 'x', confidence: 0.5 }], classes: bare.classes },
};
const samples: Sample[] = ['s1', 's2'].map((id, index) => ({
  ...{ id, project: bare.id, class: banana, burst: id, made: index, picture: new Blob([id], { type: 'image/jpeg' }) },
  features: Float32Array.from([index + 0.5, -2]),
}));

const open = async (changes: (files: Map<string, Uint8Array<ArrayBuffer>>) => void = () => undefined) => {
  const files = unzipped(await packed(project, samples), 'x.zip');
  changes(files);
  return unpacked(files, 77);
};

describe('a project as one file', () => {
  test('comes back with its samples and its model, under ids of its own', async () => {
    const { project: back, samples: own } = await open();
    expect(back).toMatchObject({ name: 'Fruit / Obst', kind: 'pictures', author: '6b', licence: 'CC-BY-4.0', classes: project.classes, changed: 77 });
    expect(back.id).not.toBe(project.id);
    expect(back.taught).toEqual({ ...project.taught, id: `own-${back.id}` });
    expect(own.map(({ features }) => [...features])).toEqual([[0.5, -2], [1.5, -2]]);
    expect(await own[1]?.picture?.text()).toBe('s2');
    expect(own.every((sample) => sample.project === back.id && sample.id.length > 4)).toBe(true);
    expect(back.outcome?.answers[0]?.sample).toBe(own[0]?.id);
  });

  test('of sounds has them with it, and a model that hears', async () => {
    const bells = newProject('sounds', 'Bells', ['bell', 'horn'], 5);
    const taught = { ...(project.taught as NonNullable<Project['taught']>), id: `own-${bells.id}`, title: 'Bells', labels: ['bell', 'horn'], input: HEARD };
    const heard = samples.map((sample) => ({ ...sample, project: bells.id, class: bells.classes[0]?.id ?? '', sound: new Blob([`wave ${sample.id}`], { type: 'audio/wav' }) }));
    const back = unpacked(unzipped(await packed({ ...bells, taught }, heard), 'x.zip'), 77);
    expect([back.project.kind, back.project.taught?.input]).toEqual(['sounds', HEARD]);
    expect(await Promise.all(back.samples.map(({ sound }) => sound?.text()))).toEqual(['wave s1', 'wave s2']);
    expect(back.samples[0]?.sound?.type).toBe('audio/wav');
  });

  test('of movements has their trails with it', async () => {
    const moved = newProject('movements', 'Magic', ['zigzag', 'circle', 'nothing'], 5);
    const shown = samples.map((sample) => ({ ...sample, class: moved.classes[0]?.id ?? '', picture: new Blob([`trail ${sample.id}`], { type: 'image/png' }) }));
    const back = unpacked(unzipped(await packed(moved, shown), 'x.zip'), 77);
    expect([back.project.kind, back.project.classes.length]).toEqual(['movements', 3]);
    expect(await Promise.all(back.samples.map(({ picture }) => picture?.text()))).toEqual(['trail s1', 'trail s2']);
    expect(back.samples[0]?.picture?.type).toBe('image/png');
  });

  test('that is damaged, too large or of a newer TJBot is refused in words', async () => {
    await expect(open((files) => files.set(PROJECT_FILE, encode('{')))).rejects.toThrow('The project is damaged.');
    await expect(open((files) => files.delete('features.bin'))).rejects.toThrow('The project is damaged.');
    await expect(open((files) => files.set(PROJECT_FILE, json({ format_version: 2 })))).rejects.toThrow('a newer TJBot');
    await expect(open((files) => files.set('model/weights.bin', encode('x')))).rejects.toThrow('“weights.bin” is damaged');
    const about = { format_version: 1, name: 'x', kind: 'pictures', author: '', classes: [{ id: 'a', name: 'a' }], length: 0, outcome: null };
    const many = Array.from({ length: 3001 }, (_, id) => ({ id: `${id}`, class: 'a', burst: '', made: 0 }));
    await expect(open((files) => files.set(PROJECT_FILE, json({ ...about, samples: many })))).rejects.toThrow('more than');
    await expect(open((files) => files.set(PROJECT_FILE, json({ ...about, samples: [{ id: 'x', class: 'b' }] })))).rejects.toThrow('damaged');
  });
});

describe('a zip', () => {
  test('that is none is refused in words', () => {
    expect(() => unzipped(encode('My holidays'), 'essay.zip')).toThrow('“essay.zip” can not be opened');
  });

  test('that unpacks to far more than it is is not unpacked', () => {
    const bomb = zipped(new Map([['a.bin', new Uint8Array(3_000_000)], ['b.bin', new Uint8Array(3_000_000)]]));
    expect(bomb.length).toBeLessThan(20_000);
    expect(() => unzipped(bomb, 'bomb.zip', 5_000_000)).toThrow('“bomb.zip” is too large');
    expect(unzipped(bomb, 'bomb.zip', 6_000_000).size).toBe(2);
  });

  test('is read without what systems put in by themselves', () => {
    const data = zipped(new Map([['__MACOSX/a', encode('x')], ['.DS_Store', encode('x')], ['b/.c', encode('x')], ['a.txt', encode('x')]]));
    expect([...unzipped(data, 'x.zip').keys()]).toEqual(['a.txt']);
  });
});

describe('a model’s files', () => {
  const taught = project.taught;
  if (taught === null) throw new Error('It was taught.');
  const card = (changes: object): Files => {
    const files = filesOf(taught);
    files.set(CARD, json({ ...(JSON.parse(new TextDecoder().decode(files.get(CARD))) as object), ...changes }));
    return files;
  };

  test('come back as they were', () => {
    expect(modelOf(filesOf(taught), taught.id)).toEqual(taught);
  });

  test('that are not as their card says are refused', () => {
    const files = filesOf(taught);
    files.delete('weights.bin');
    expect(() => modelOf(files, 'x')).toThrow('“weights.bin” is missing');
    expect(() => modelOf(card({ format_version: 2 }), 'x')).toThrow('format 2');
    expect(() => modelOf(card({ labels: ['a', 'a'] }), 'x')).toThrow('twice');
    expect(() => modelOf(card({ labels: Array.from({ length: 10_000 }, (_, index) => `${index}`) }), 'x')).toThrow('10000 things');
    expect(() => modelOf(card({ labels: ['a'.repeat(65)] }), 'x')).toThrow('not as it must be');
    expect(() => modelOf(card({ input: { kind: 'smell', shape: [1] } }), 'x')).toThrow('what the model takes');
    expect(() => modelOf(card({ input: { kind: 'pixels', shape: [0, 2, 3] } }), 'x')).toThrow('what the model takes');
    expect(() => modelOf(card({ files: { 'model.json': { bytes: 1e9, sha256: '' } } }), 'x')).toThrow('1000 MB');
  });

  test('have the hash that everybody computes', () => {
    expect(hashOf(encode('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});

describe('what a class brings', () => {
  const metadata = { packageName: '@teachablemachine/image', modelName: 'Pets', labels: ['Cat', ' Dog '], imageSize: 96 };
  const model = { format: 'layers-model', modelTopology: { class_name: 'Sequential' }, weightsManifest: [{ paths: ['weights.bin'], weights: [] }] };
  const teachable = (about: object): Files =>
    new Map([['model.json', json(model)], ['weights.bin', new Uint8Array(4)], ['metadata.json', json(about)]]);

  test('a Teachable Machine export for pictures becomes a project with its model', () => {
    const found = whatIsIn(teachable(metadata), 'converted', 3);
    if (found.what !== 'project') throw new Error('It is a project.');
    expect(found.project).toMatchObject({ name: 'Pets', kind: 'pictures' });
    expect(found.project.taught).toMatchObject({ labels: ['Cat', 'Dog'], input: { kind: 'pixels', shape: [96, 96, 3], black: -1 } });
    expect(found.project.classes.map(({ name }) => name)).toEqual(['Cat', 'Dog']);
    const grey = whatIsIn(teachable({ ...metadata, grayscale: true }), 'converted', 3);
    expect(grey).toMatchObject({ project: { taught: { input: { shape: [96, 96, 1] } } } });
  });

  test('one for sounds listens, and the noise of its room is nothing', () => {
    const found = whatIsIn(teachable({ tfjsSpeechCommandsVersion: '0.4.0', modelName: 'TMv2', wordLabels: ['Background Noise', 'bell'] }), 'x', 3);
    expect(found).toMatchObject({ project: { kind: 'sounds', classes: [{ name: 'nothing' }, { name: 'bell' }] } });
    expect(found).toMatchObject({ project: { taught: { labels: ['nothing', 'bell'], input: { kind: 'analyser_spectrogram', shape: [43, 232, 1], rate_hertz: 44_100 } } } });
    expect(whatIsIn(teachable({ wordLabels: ['_background_noise_', 'nothing'] }), 'x', 3)).toMatchObject({ project: { taught: { labels: ['_background_noise_', 'nothing'] } } });
    expect(() => whatIsIn(teachable({ wordLabels: [] }), 'x', 3)).toThrow('names no classes');
    const looks = { ...model, modelTopology: { config: { batch_input_shape: [null, 96, 96, 3] } } };
    expect(() => whatIsIn(new Map([...teachable({ wordLabels: ['a', 'b'] }), ['model.json', json(looks)]]), 'x', 3)).toThrow('96 × 96 × 3 numbers, which is no sound');
  });

  test('one for poses is told what to do instead', () => {
    expect(() => whatIsIn(teachable({ ...metadata, packageName: '@teachablemachine/pose' }), 'x', 3)).toThrow('for poses');
  });

  test('it may lie in a folder, and what belongs to it may be missing', async () => {
    const inFolder = new Map([...teachable(metadata)].map(([name, data]) => [`pets/${name}`, data]));
    const zip = new File([zipped(inFolder)], 'pets.zip');
    expect((await brought([zip], 3)).what).toBe('project');
    expect(() => whatIsIn(new Map([['model.json', json(model)]]), 'x', 3)).toThrow('nothing that says');
    const without = new Map(teachable(metadata));
    without.delete('weights.bin');
    expect(() => whatIsIn(without, 'x', 3)).toThrow('“weights.bin” is missing');
  });

  test('pictures are sorted by their folder, or by their names', () => {
    const picture = encode('x');
    const names = ['cat/1.jpg', 'cat/2.png', 'dog/a.webp', 'notes.txt'];
    const found = whatIsIn(new Map(names.map((name) => [name, picture])), 'pets', 3);
    expect(found.what === 'pictures' && [...found.pictures].map(([label, own]) => [label, own.length])).toEqual([['cat', 2], ['dog', 1]]);
    const flat = whatIsIn(new Map(['Class 1-0.jpg', 'Class 1-1.jpg', 'Class 2_17.jpg'].map((name) => [name, picture])), 'pets', 3);
    expect(flat.what === 'pictures' && [...flat.pictures.keys()]).toEqual(['Class 1', 'Class 2']);
  });

  test('a Teachable Machine export with far too many classes is refused', () => {
    const many = { ...metadata, labels: Array.from({ length: 10_000 }, (_, index) => `${index}`) };
    expect(() => whatIsIn(teachable(many), 'x', 3)).toThrow('10000 things apart; 1000 are the most');
  });

  test('what Keras saves has to be converted first', async () => {
    await expect(brought([new File(['PK'], 'fruit.keras')], 3)).rejects.toThrow('“fruit.keras” is a model for Keras');
    expect(() => whatIsIn(new Map(['keras_model.h5', 'labels.txt'].map((name) => [name, encode('x')])), 'x', 3)).toThrow('“keras_model.h5” is a model for Keras');
  });

  test('what can not be used is said so', async () => {
    await expect(brought([new File(['x'], 'essay.docx')], 3)).rejects.toThrow('nothing in “essay.docx”');
    await expect(brought([], 3)).rejects.toThrow('No file');
  });
});
