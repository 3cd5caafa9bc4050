/** Whether somebody jumps: told from how high their body and their feet were over the last moments. Pure: times are given. */
import { part } from '../gesture/path';
import { at } from '../hand/geometry';
import { POINTS, type Body, type PointName } from './body';

// All lengths are parts of the trunk: nothing at the first number, for certain from the second.
const FEET_RISE = [0.1, 0.22] as const;
const BODY_RISE = [0.06, 0.16] as const;
/** Where the feet cannot be seen the body must rise, and be down again so soon: who stands up stays up. */
const UNSEEN_RISE = [0.2, 0.34] as const;
const DOWN_AGAIN = 0.12;
const LONGEST_JUMP_SECONDS = 0.9;
/** Trunks a second on the way up: who stands up is slower, and so is the whole picture when a camera is tilted. */
const TAKING_OFF = [1.4, 2.4] as const;
/** Speeds are measured over at least and at most so many seconds. */
const SPEED_SECONDS = [0.05, 0.26] as const;
const SEEN = 0.5;
/** Who comes nearer or walks by has other lengths, and is elsewhere. */
const LENGTHS = [0.35, 0.2] as const;
const ASIDE = [0.9, 0.6] as const;

/** The ground is where the body was for most of that time, but for the last moment. */
const REMEMBERED_SECONDS = 1.6;
const MOMENT_SECONDS = 0.1;
const LEAST_STEPS = 3;
/** So long a jump is told: one is over before a slow computer has looked three times. */
const TOLD_SECONDS = 0.6;

/** A body at one time; heights go up from the picture's upper edge, all in pixels. */
interface Step {
  seconds: number;
  x: number;
  body: number;
  /** The lower foot; undefined where one of them cannot be seen. */
  feet: number | undefined;
  trunk: number;
}

/** Follows one body. */
export class Jumps {
  #steps: Step[] = [];
  #told = { sure: 0, until: -Infinity };

  /** How sure it is that they jump, 0…1.
   * @param time of the picture, in milliseconds; only forward */
  update(body: Pick<Body, 'points' | 'visible'>, time: number): number {
    const now = stepOf(body, time / 1000);
    const before = this.#steps.filter(({ seconds }) => seconds >= now.seconds - REMEMBERED_SECONDS);
    this.#steps = [...before, now];
    const sure = Math.min(jumpIn(before, now), takingOff(this.#steps));
    if (sure > 0 && (sure >= this.#told.sure || now.seconds > this.#told.until)) {
      this.#told = { sure, until: now.seconds + TOLD_SECONDS };
    }
    return now.seconds <= this.#told.until ? this.#told.sure : 0;
  }
}

function jumpIn(before: readonly Step[], now: Step): number {
  const earlier = before.filter(({ seconds }) => seconds <= now.seconds - MOMENT_SECONDS);
  if (earlier.length < LEAST_STEPS || now.trunk <= 0) return 0;
  const usual = (of: (step: Step) => number | undefined) => median(earlier.map(of).filter((value) => value !== undefined));
  const trunk = usual((step) => step.trunk);
  const same = Math.min(
    part(Math.abs(now.trunk / trunk - 1), ...LENGTHS),
    part(Math.abs(now.x - usual((step) => step.x)) / trunk, ...ASIDE),
  );
  const ground = usual((step) => step.body);
  const grounded = earlier.filter(({ feet }) => feet !== undefined);
  if (now.feet !== undefined && grounded.length >= LEAST_STEPS) {
    const feet = (now.feet - usual((step) => step.feet)) / trunk;
    return Math.min(same, part(feet, ...FEET_RISE), part((now.body - ground) / trunk, ...BODY_RISE));
  }
  if ((now.body - ground) / trunk > DOWN_AGAIN) return 0;
  const recent = before.filter(({ seconds }) => seconds > now.seconds - LONGEST_JUMP_SECONDS);
  const highest = Math.max(...recent.map(({ body }) => body), now.body);
  // Before it rose it was on the same ground: who sits down was up for longer.
  const wasDown = recent.slice(0, recent.findIndex(({ body }) => body === highest)).some(({ body }) => (body - ground) / trunk <= DOWN_AGAIN);
  return wasDown ? Math.min(same, part((highest - ground) / trunk, ...UNSEEN_RISE)) : 0;
}

/** How sure it is that the body went up as fast as one jumps, and not aside, within the longest jump, 0…1. */
function takingOff(steps: readonly Step[]): number {
  const now = at(steps, steps.length - 1);
  const trunk = median(steps.map((step) => step.trunk));
  const [least, most] = SPEED_SECONDS;
  const speeds = steps.map((step, index) => {
    const before = steps.slice(0, index).findLast(({ seconds }) => step.seconds - seconds >= least);
    if (before === undefined || step.seconds - before.seconds > most) return 0;
    if (now.seconds - step.seconds > LONGEST_JUMP_SECONDS) return 0;
    const rise = step.body - before.body;
    return rise > Math.abs(step.x - before.x) ? rise / trunk / (step.seconds - before.seconds) : 0;
  });
  return part(Math.max(...speeds), ...TAKING_OFF);
}

function stepOf({ points, visible }: Pick<Body, 'points' | 'visible'>, seconds: number): Step {
  const point = (name: PointName) => at(points, POINTS.indexOf(name));
  const [left, right] = [point('left shoulder'), point('right shoulder')];
  const hips = { x: (point('left hip').x + point('right hip').x) / 2, y: (point('left hip').y + point('right hip').y) / 2 };
  const shoulders = { x: (left.x + right.x) / 2, y: (left.y + right.y) / 2 };
  const ankles = (['left ankle', 'right ankle'] as const).map((name) => POINTS.indexOf(name));
  const seen = ankles.every((index) => at(visible, index) >= SEEN);
  return {
    seconds,
    x: shoulders.x,
    body: -shoulders.y,
    feet: seen ? -Math.max(...ankles.map((index) => at(points, index).y)) : undefined,
    trunk: Math.hypot(shoulders.x - hips.x, shoulders.y - hips.y),
  };
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  return at(sorted, Math.floor(sorted.length / 2));
}
