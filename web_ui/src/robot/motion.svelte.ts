import { MediaQuery } from 'svelte/reactivity';
import { arrived, follow, type Follower } from './follow';

const calm = new MediaQuery('(prefers-reduced-motion: reduce)');

/** Whether the person wants things to stand still. */
export function wantsCalm(): boolean {
  return calm.current;
}

/** Calls `step` before every frame with the milliseconds since the last one, until it answers false. */
function everyFrame(step: (milliseconds: number) => boolean): () => void {
  let last = performance.now();
  let request = requestAnimationFrame(function frame(now) {
    const goesOn = step(Math.max(0, now - last));
    last = now;
    if (goesOn) request = requestAnimationFrame(frame);
  });
  return () => cancelAnimationFrame(request);
}

/** A number on the screen that follows a target smoothly; call it while a component is being made. */
export function following(target: () => number): { readonly value: number; readonly speed: number } {
  let goal = target();
  let shown = $state.raw<Follower>({ value: goal, speed: 0 });
  let cancel: (() => void) | null = null;

  function step(milliseconds: number): boolean {
    shown = follow(shown, goal, milliseconds / 1000);
    if (!arrived(shown, goal)) return true;
    shown = { value: goal, speed: 0 };
    cancel = null;
    return false;
  }

  $effect(() => {
    goal = target();
    if (wantsCalm()) shown = { value: goal, speed: 0 };
    else cancel ??= everyFrame(step);
  });
  $effect(() => () => cancel?.());

  return {
    get value() {
      return shown.value;
    },
    get speed() {
      return shown.speed;
    },
  };
}

/**
 * Seconds since a moment; 0 while there is none or the person wants calm.
 *
 * @param moment on the clock that `now` reads, in seconds
 */
export function elapsed(moment: () => number | null, now: () => number): { readonly seconds: number } {
  let seconds = $state(0);
  $effect(() => {
    const began = moment();
    seconds = 0;
    if (began === null || wantsCalm()) return;
    return everyFrame(() => {
      seconds = Math.max(0, now() - began);
      return true;
    });
  });
  return {
    get seconds() {
      return seconds;
    },
  };
}

/** A text that stays for a while after it was there so shortly that nobody could read it. */
export function lingering(text: () => string, milliseconds: number): { readonly text: string } {
  let shown = $state('');
  let since = 0;
  $effect(() => {
    const now = text();
    if (now) {
      shown = now;
      since = performance.now();
      return;
    }
    const timer = setTimeout(() => (shown = ''), Math.max(0, since + milliseconds - performance.now()));
    return () => clearTimeout(timer);
  });
  return {
    get text() {
      return shown;
    },
  };
}
