import { request } from '../network/network';
import { RobotError } from './answers';

/**
 * Asks the robot over HTTP; what it answers is JSON.
 *
 * @param unreachable the sentence and the hint for when it does not answer at all
 * @throws RobotError where it refuses or does not answer
 */
export async function ask(
  address: string,
  options: Parameters<typeof request>[1],
  unreachable: { message: string; hint: string },
): Promise<unknown> {
  const response = await request(address, options).catch(() => null);
  if (response === null) throw new RobotError(unreachable.message, unreachable.hint, false, 0);
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer;
  const failed = answer as { message?: string; hint?: string } | null;
  throw new RobotError(failed?.message ?? `${response.status} ${response.statusText}`, failed?.hint ?? '', false, response.status);
}
