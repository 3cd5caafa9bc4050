const OFTEN_MILLISECONDS = 500;

/** A clock that what is on the screen can follow; call it while a component is being made. */
export function ticking(now: () => number): { readonly seconds: number } {
  let seconds = $state(now());
  $effect(() => {
    const again = setInterval(() => (seconds = now()), OFTEN_MILLISECONDS);
    return () => clearInterval(again);
  });
  return {
    get seconds() {
      return seconds;
    },
  };
}
