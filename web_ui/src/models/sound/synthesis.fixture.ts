/** Sounds made by arithmetic, for the tests: each begins and ends in nothing, and its loudest sample is at most 1. */

export type Random = () => number;

/** Evenly spread numbers 0…1, the same for the same seed. */
export function dice(seed: number): Random {
  let state = (seed * 2654435761 + 12345) % 2147483647 || 1;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random());
}

function sampled(rate: number, seconds: number, at: (time: number, index: number) => number): Float32Array {
  return Float32Array.from({ length: Math.round(rate * seconds) }, (_, index) => at(index / rate, index));
}

function between(random: Random, low: number, high: number): number {
  return low + random() * (high - low);
}

/** One pitch of a body that rings (a mouth, two hands): feeds a sound through it. */
function resonator(rate: number, hertz: number, width: number): (input: number) => number {
  const radius = Math.exp((-Math.PI * width) / rate);
  const turn = 2 * radius * Math.cos((2 * Math.PI * hertz) / rate);
  let last = 0;
  let before = 0;
  return (input) => {
    const output = input * (1 - radius) + turn * last - radius * radius * before;
    before = last;
    last = output;
    return output;
  };
}

function scaled(samples: Float32Array, peak: number): Float32Array {
  const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  return samples.map((sample) => (sample * peak) / (loudest || 1));
}

/** A room with nobody in it: noise of this level (root mean square). */
export function room(rate: number, seconds: number, level = 0.001, seed = 1): Float32Array {
  const random = dice(seed);
  return sampled(rate, seconds, () => level * normal(random));
}

/** A machine that blows: low noise that sways a little. */
export function fan(rate: number, seconds: number, seed = 1): Float32Array {
  const random = dice(seed);
  const low = resonator(rate, 120, 400);
  const hiss = resonator(rate, 900, 1500);
  const noise = sampled(rate, seconds, (time) => {
    const input = normal(random);
    return (low(input) + 0.3 * hiss(input)) * (1 + 0.1 * Math.sin(2 * Math.PI * 0.7 * time));
  });
  return scaled(noise, 0.5);
}

/** Two hands in a room: a burst of noise around one pitch that is over in milliseconds, and what the room says to it. */
export function clap(rate: number, seed = 1): Float32Array {
  const random = dice(seed);
  const body = resonator(rate, between(random, 900, 2800), between(random, 800, 2500));
  const fading = between(random, 0.003, 0.012);
  const echo = between(random, 0.05, 0.1);
  const fall = between(random, 0.2, 0.5);
  const burst = scaled(
    sampled(rate, 0.45, (time) => body(normal(random)) * Math.exp(-time / fading) * Math.min(1, time / 0.0008)),
    1,
  );
  const walls = resonator(rate, 1500, 3000);
  const tail = sampled(rate, 0.45, (time) => (time > 0.004 ? walls(normal(random)) * 10 ** ((-3 * time) / fall) : 0));
  const loudest = scaled(tail, 3 * echo);
  return scaled(burst.map((sample, index) => sample + loudest[index]), 1);
}

/** A key of a keyboard near the microphone: down, and a little later up. */
export function key(rate: number, seed = 1): Float32Array {
  const random = dice(seed);
  const case_ = resonator(rate, between(random, 1500, 4000), between(random, 1000, 3000));
  const up = between(random, 0.07, 0.13);
  const clack = sampled(rate, 0.25, (time) => {
    const since = time > up ? time - up : time;
    return case_(normal(random)) * Math.exp(-since / 0.002) * (time > up ? 0.4 : 1);
  });
  return scaled(clack, 1);
}

/** A knuckle on a table: sudden, but dull. */
export function knock(rate: number, hertz: number): Float32Array {
  return sampled(rate, 0.4, (time) => Math.exp(-time / 0.025) * Math.sin(2 * Math.PI * hertz * time));
}

/** Somebody whistles: nearly one pitch, which sways, with some breath. */
export function whistle(rate: number, hertz: number, seconds: number, seed = 1): Float32Array {
  const random = dice(seed);
  const lips = resonator(rate, hertz, 300);
  const sway = between(random, 0.005, 0.02);
  const speed = between(random, 4, 7);
  let phase = 0;
  const breath = scaled(sampled(rate, seconds, () => lips(normal(random))), 0.12);
  const tone = sampled(rate, seconds, (time, index) => {
    phase += (2 * Math.PI * hertz * (1 + sway * Math.sin(2 * Math.PI * speed * time))) / rate;
    const swell = Math.min(1, time / 0.03, (seconds - time) / 0.03);
    return swell * (0.85 * Math.sin(phase) + 0.04 * Math.sin(2 * phase) + breath[index]);
  });
  return scaled(tone, 1);
}

/** Somebody whistles after a friend: up, and down again. */
export function slide(rate: number, from: number, to: number, seconds: number): Float32Array {
  let phase = 0;
  return sampled(rate, seconds, (time) => {
    phase += (2 * Math.PI * from * (to / from) ** (time / seconds)) / rate;
    return 0.9 * Math.min(1, time / 0.03, (seconds - time) / 0.03) * Math.sin(phase);
  });
}

/** The pitches of a few vowels' overtones, in hertz: ah, ee, oo, eh, oh. */
const VOWELS = [
  [730, 1090, 2440],
  [270, 2290, 3010],
  [300, 870, 2240],
  [530, 1840, 2480],
  [570, 840, 2410],
] as const;

/** Something like speech: syllables of a hiss or a pop and a sung vowel, with small gaps; no language. */
export function speech(rate: number, seconds: number, pitch = 120, seed = 1): Float32Array {
  const random = dice(seed);
  const said: Float32Array[] = [];
  let length = 0;
  while (length < seconds * rate) {
    for (const part of [consonant(rate, random), vowel(rate, pitch, random), silence(rate, between(random, 0.02, 0.2))]) {
      said.push(part);
      length += part.length;
    }
  }
  return scaled(joined(...said).subarray(0, Math.round(seconds * rate)), 1);
}

function consonant(rate: number, random: Random): Float32Array {
  const pops = random() < 0.5;
  const seconds = pops ? 0.02 : between(random, 0.05, 0.12);
  const mouth = resonator(rate, between(random, 2000, 6000), 2000);
  return scaled(sampled(rate, seconds, (time) => mouth(normal(random)) * (pops ? Math.exp(-time / 0.006) : 1)), 0.3);
}

function vowel(rate: number, pitch: number, random: Random): Float32Array {
  const formants = VOWELS[Math.floor(random() * VOWELS.length)];
  const throat = resonator(rate, 0, 150);
  const mouth = formants.map((hertz, index) => resonator(rate, hertz, 80 + 40 * index));
  const seconds = between(random, 0.08, 0.3);
  const bend = between(random, -0.15, 0.15);
  let phase = 0;
  const sung = sampled(rate, seconds, (time) => {
    phase += (pitch * (1 + (bend * time) / seconds)) / rate;
    const pulse = throat(phase >= 1 ? 1 : 0);
    phase %= 1;
    const swell = Math.min(1, time / 0.02, (seconds - time) / 0.02);
    return swell * mouth.reduce((sum, formant, index) => sum + formant(pulse) * (index + 1), 0);
  });
  return scaled(sung, 1);
}

/** Music: chords of three notes with overtones, each struck and fading. */
export function chords(rate: number, seconds: number, seed = 1): Float32Array {
  const random = dice(seed);
  const played: Float32Array[] = [];
  for (let begun = 0; begun < seconds; begun += 0.5) {
    const root = 220 * 2 ** (Math.floor(random() * 12) / 12);
    const notes = [root, root * 2 ** (4 / 12), root * 2 ** (7 / 12)];
    played.push(
      sampled(rate, 0.5, (time) =>
        notes.reduce(
          (sum, note) =>
            sum + [1, 2, 3, 4, 5].reduce((all, part) => all + Math.sin(2 * Math.PI * note * part * time) / part, 0),
          0,
        ) * Math.min(1, time / 0.01) * Math.exp(-time / 0.4),
      ),
    );
  }
  return scaled(joined(...played), 1);
}

export function silence(rate: number, seconds: number): Float32Array {
  return new Float32Array(Math.round(rate * seconds));
}

export function joined(...sounds: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(sounds.reduce((length, { length: more }) => length + more, 0));
  let at = 0;
  for (const sound of sounds) {
    whole.set(sound, at);
    at += sound.length;
  }
  return whole;
}

/** These sounds one after the other, with pauses, in a room that is never quite silent.
 * @param level how loud the loudest sample is */
export function played(rate: number, sounds: readonly Float32Array[], level = 0.3, pause = 0.8): Float32Array {
  const quiet = silence(rate, pause);
  const whole = joined(silence(rate, 1.5), ...sounds.flatMap((sound) => [sound, quiet]));
  const around = room(rate, whole.length / rate);
  return whole.map((sample, index) => sample * level + around[index]);
}
