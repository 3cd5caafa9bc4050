import type { Session } from '../protocol/session.svelte';

/** What the models look at: this computer's camera, the robot's, or a file. */
export type Eyes = 'computer' | 'robot' | 'picture' | 'film';

const CAMERA = 'tjbot.camera';

/** The id of the camera that was chosen last; null for whichever the browser gives. */
export function rememberedCamera(): string | null {
  try {
    return localStorage.getItem(CAMERA);
  } catch {
    // A browser may forbid it.
    return null;
  }
}

/** Remembers a camera. */
export function rememberCamera(id: string): void {
  try {
    localStorage.setItem(CAMERA, id);
  } catch {
    // As above.
  }
}

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
