import { ask } from './ask';

/** A robot in the network, as it tells of itself. */
export interface RoomRobot {
  /** Its name in the network; no two have the same. */
  label: string;
  /** What people call it. */
  name: string;
  /** Where its page opens. */
  url: string;
  /** The same by number, for a computer that does not find names. */
  address_urls: string[];
  version: string;
  /** Whether it is the robot of this page. */
  this: boolean;
}

/** The robots in the network. */
export interface Room {
  /** Whether this robot is in the network at all. */
  listening: boolean;
  /** The name that this one has there; empty while it looks for one. */
  label: string;
  robots: RoomRobot[];
  /** Whether there are more than these. */
  more: boolean;
  /** What is wrong, and what to try; both empty where all is well. */
  trouble: string;
  hint: string;
}

/**
 * Asks the robot which robots there are.
 * @param unreachable the sentence and the hint for when it does not answer at all
 * @throws RobotError
 */
export async function askForRoom(unreachable: { message: string; hint: string }): Promise<Room> {
  const room = (await ask('/api/robots', {}, unreachable)) as Room;
  return { ...room, robots: room.robots.filter(({ url }) => opens(url)).map(withNumbers) };
}

/** Of an address only which computer it is. */
export function hostOf(url: string): string {
  return new URL(url).hostname;
}

/** Whether an address opens a page; the robot has seen to that, and a link that runs a script would be bad. */
function opens(url: string): boolean {
  return /^https?:$/.test(URL.parse(url)?.protocol ?? '');
}

function withNumbers(robot: RoomRobot): RoomRobot {
  return { ...robot, address_urls: robot.address_urls.filter(opens) };
}
