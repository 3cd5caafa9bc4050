import { ask } from './ask';
import { withBody } from './body';

/** Where a picture that the robot took is to be had. */
export function pictureAddress(file: string): string {
  return withBody(`/api/pictures/${encodeURIComponent(file)}`);
}

/** The files of the pictures that the robot took, the newest first; throws `RobotError`. */
export async function listPictures(): Promise<string[]> {
  const { pictures } = (await request('/api/pictures', 'GET')) as { pictures: string[] };
  return pictures;
}

/** Removes a picture on the robot; throws `RobotError`. */
export async function forgetPicture(file: string): Promise<void> {
  await request(pictureAddress(file), 'DELETE');
}

/** When a picture was taken, read from its name; null where it does not tell. */
export function takenAt(file: string): Date | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)_(\d\d)-(\d\d)-(\d\d)-(\d{3})\.jpg$/.exec(file);
  if (match === null) return null;
  const [year = 0, month = 1, day = 1, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map(Number);
  return new Date(year, month - 1, day, hours, minutes, seconds);
}

const AWAY = { message: 'The robot does not answer.', hint: 'Look whether it is switched on.' };

function request(address: string, method: string): Promise<unknown> {
  return ask(address, { method }, AWAY);
}
