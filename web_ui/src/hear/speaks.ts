import type { Session } from '../protocol/session.svelte';

/** Whether the robot makes a sound itself now, with its own voice, its buzzer, or this browser's voice. */
export function robotSpeaks(
  { robot: { parts } }: Pick<Session, 'robot'>,
  browser: Pick<SpeechSynthesis, 'speaking'> | undefined = globalThis.speechSynthesis,
): boolean {
  const began = parts['voice']?.['began'];
  return typeof began === 'number' || parts['buzzer']?.['beeping'] === true || browser?.speaking === true;
}
