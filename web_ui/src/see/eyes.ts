import type { Session } from '../protocol/session.svelte';

/** Whose camera the models look through. */
export type Eyes = 'computer' | 'robot';

/** What kind of camera the robot has; null for a robot without eyes. */
export function eyesOf(session: Pick<Session, 'welcome' | 'robot'>): string | null {
  const offered = session.welcome?.parts?.some(({ name, fault }) => name === 'eyes' && !fault) ?? false;
  const kind = session.robot.parts['eyes']?.['kind'];
  return offered && typeof kind === 'string' ? kind : null;
}

/** Whether the robot's own camera is on. */
export function robotLooks(session: Pick<Session, 'robot'>): boolean {
  return session.robot.parts['eyes']?.['on'] === true;
}

/** Whose eyes to begin with: over plain http a browser gives the page no camera of its own. */
export function firstChoice(robotHasEyes: boolean): Eyes {
  const ownCamera = (navigator.mediaDevices as MediaDevices | undefined) !== undefined;
  return ownCamera || !robotHasEyes ? 'computer' : 'robot';
}
