/** A value that follows its target as the real arm does: quickly, and without a jump in its speed. */
export interface Follower {
  value: number;
  /** Per second. */
  speed: number;
}

const STIFFNESS = 900;
const CRITICAL_DAMPING = 2 * Math.sqrt(STIFFNESS);
const LONGEST_STEP_SECONDS = 1 / 120;

/**
 * The follower a moment later.
 *
 * @param seconds how much later; a page that slept for long simply arrives
 */
export function follow(before: Follower, target: number, seconds: number): Follower {
  if (seconds > 0.5) return { value: target, speed: 0 };
  let { value, speed } = before;
  for (let left = seconds; left > 0; left -= LONGEST_STEP_SECONDS) {
    const step = Math.min(left, LONGEST_STEP_SECONDS);
    speed += (STIFFNESS * (target - value) - CRITICAL_DAMPING * speed) * step;
    value += speed * step;
  }
  return { value, speed };
}

/** Whether there is nothing left to see of the movement. */
export function arrived(follower: Follower, target: number): boolean {
  return Math.abs(follower.value - target) < 0.05 && Math.abs(follower.speed) < 0.5;
}
