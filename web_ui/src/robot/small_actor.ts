import type { Readings } from '../protocol/state';
import { arrived, follow, type Follower } from './follow';
import { glowOf } from './glow';
import { paintSmall, type Look } from './small_paint';
import type { Actor } from './troupe';

const SPEAKING_MOUTH = 0.6;

/** How a robot looks by what its parts read. */
export function lookOf(parts: Readonly<Record<string, Readings>>, awake: boolean): Look {
  const angle = parts['arm']?.['angle'];
  const saying = parts['voice']?.['saying'];
  return {
    angle: typeof angle === 'number' ? angle : 0,
    glow: glowOf(parts['light']?.['color']),
    awake,
    mouth: typeof saying === 'string' && saying !== '' ? SPEAKING_MOUTH : 0,
  };
}

/** A small robot on a canvas of its own. */
export class SmallActor implements Actor {
  #arm: Follower | null = null;
  #look: Look = lookOf({}, false);

  /** @param calm whether the person wants things to stand still: arms then are at once where they go */
  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly calm: () => boolean,
  ) {}

  /** Looks like this from now on; its arm follows. */
  show(look: Look): void {
    this.#look = look;
    this.#arm ??= { value: look.angle, speed: 0 };
  }

  step(seconds: number): boolean {
    const goal = this.#look.angle;
    const before = this.#arm ?? { value: goal, speed: 0 };
    const next = this.calm() ? { value: goal, speed: 0 } : follow(before, goal, seconds);
    const still = arrived(next, goal);
    this.#arm = still ? { value: goal, speed: 0 } : next;
    paintSmall(this.canvas, { ...this.#look, angle: this.#arm.value });
    return !still;
  }
}
