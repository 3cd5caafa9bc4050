import { expect, test } from 'vitest';
import sound from './sound';
import { clap, played } from './sound/synthesis.fixture';

const RATE = 16_000;
const PIECE = RATE / 50;

/** Plays it in pieces; a gap of a minute comes before the piece with the number `gap`. */
async function labelsIn(samples: Float32Array, gap = Infinity): Promise<(string | null)[]> {
  const model = await sound.load();
  const labels: (string | null)[] = [];
  for (let piece = 0; (piece + 1) * PIECE <= samples.length; piece++) {
    const time = (piece + 1) * 20 + (piece >= gap ? 60_000 : 0);
    const [sighting] = await model.listen({ samples: samples.slice(piece * PIECE, (piece + 1) * PIECE), rate: RATE, time });
    expect(sighting.confidence).toBe(Math.max(...Object.values(sighting.confidences)));
    expect(sighting.place).toBeNull();
    labels.push(sighting.label);
  }
  return labels;
}

test('a clap is heard, and is over a moment later', async () => {
  const labels = await labelsIn(played(RATE, [clap(RATE, 1)]));
  expect(labels.filter((label) => label === 'clap')).toHaveLength(3);
});

test('what lies before a gap does not belong to what comes after', async () => {
  const samples = played(RATE, [clap(RATE, 1)]);
  const attack = Math.floor(samples.findIndex((sample) => sample > 0.1) / PIECE);
  expect(await labelsIn(samples, attack + 2)).not.toContain('clap');
});
