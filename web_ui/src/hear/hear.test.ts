import { expect, test } from 'vitest';
import { room, silence } from '../models/sound/synthesis.fixture';
import { LoudnessMeter } from './meter';
import { troubleOf } from './microphone';
import { robotSpeaks } from './speaks';
import { heardLabels, howSure } from './words';

const nobody = { parts: {}, about: null };

test('words are those of this page, of other pages and of the robot’s ears', () => {
  const about = { name: 'Pip', body: 'real', offers: { hear: ['clap', 'meow'], see: ['fist'] } };
  const parts = [
    { name: 'ears', summary: '', sense: 'hear' as const, labels: ['clap', 'yes'] },
    { name: 'button', summary: '', sense: 'touch' as const, labels: ['button'] },
  ];
  const welcome = { type: 'welcome' as const, protocol: 1, version: '0', name: 'Pip', body: 'real', client: 'page-1', time: 0, parts };
  expect(heardLabels(['clap', 'loud'], { robot: { ...nobody, about }, welcome })).toEqual(['clap', 'loud', 'meow', 'yes']);
  expect(heardLabels(['clap'], { robot: nobody, welcome: null })).toEqual(['clap']);
});

test('the surest one counts', () => {
  expect(howSure('clap', { clap: 0.4 }, [])).toBe(0.4);
  expect(howSure('clap', { clap: 0.4 }, [{ type: 'seen', label: 'clap', phase: 'now', confidence: 0.8 }])).toBe(0.8);
  expect(howSure('clap', {}, [{ type: 'seen', label: 'loud', phase: 'now' }])).toBe(0);
});

test('the robot speaks with its voice, its buzzer, or this browser', () => {
  const quiet = { speaking: false };
  const robot = (parts: Record<string, Record<string, unknown>>) => ({ robot: { ...nobody, parts } });
  expect(robotSpeaks(robot({}), quiet)).toBe(false);
  expect(robotSpeaks(robot({ voice: { began: null, saying: 'Hello' } }), quiet)).toBe(false);
  expect(robotSpeaks(robot({ voice: { began: 12.5 } }), quiet)).toBe(true);
  expect(robotSpeaks(robot({ buzzer: { beeping: true } }), quiet)).toBe(true);
  expect(robotSpeaks(robot({}), { speaking: true })).toBe(true);
  expect(robotSpeaks(robot({}), undefined)).toBe(false);
});

test('the meter draws the level between the two limits of this room', () => {
  const meter = new LoudnessMeter();
  const feed = (samples: Float32Array) => meter.feed({ samples, rate: 16_000, time: 0 }, 0.6);
  expect(feed(silence(16_000, 1))).toMatchObject({ known: false, mute: false });
  expect(feed(silence(16_000, 6)).mute).toBe(true);
  const quiet = feed(room(16_000, 2));
  expect(quiet).toMatchObject({ known: true, mute: false });
  expect(quiet.level).toBeLessThan(quiet.quiet);
  const loud = feed(room(16_000, 0.3, 0.3));
  expect(loud.level).toBeGreaterThan(loud.loud);
  expect(loud.loud).toBeGreaterThan(loud.quiet);
});

test('what keeps the microphone closed is told in words', () => {
  const error = (name: string) => Object.assign(new Error(), { name });
  expect(troubleOf(error('NotAllowedError')).message).toBe('The page may not use the microphone.');
  expect(troubleOf(error('NotFoundError')).hint).toBe('Plug one in; it starts by itself.');
  expect(troubleOf(error('NotReadableError')).message).toBe('The microphone does not start.');
  expect(troubleOf(error('Odd')).message).toContain('Odd');
});
