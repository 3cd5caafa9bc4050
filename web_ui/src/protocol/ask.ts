import { request } from '../network/network';
import { RobotError } from './answers';
import { BODY_HEADER, bodyOfPage } from './body';

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
  const response = await answered(address, options, unreachable);
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer;
  throw refusalOf(response, answer);
}

/** The file that lies at an address of the robot's.
 * @throws RobotError as `ask` */
export async function download(address: string, unreachable: { message: string; hint: string }): Promise<Uint8Array<ArrayBuffer>> {
  const response = await answered(address, {}, unreachable);
  if (!response.ok) throw refusalOf(response, await response.json().catch(() => null));
  // The robot may go away in the middle of it.
  const data = await response.arrayBuffer().catch(() => null);
  if (data === null) throw new RobotError(unreachable.message, unreachable.hint, false, 0);
  return new Uint8Array(data);
}

async function answered(address: string, options: Parameters<typeof request>[1], unreachable: { message: string; hint: string }): Promise<Response> {
  const response = await request(address, aboutBody(options, bodyOfPage())).catch(() => null);
  if (response === null) throw new RobotError(unreachable.message, unreachable.hint, false, 0);
  return response;
}

function aboutBody(options: Parameters<typeof request>[1], body: string | null): Parameters<typeof request>[1] {
  if (body === null) return options;
  const headers = new Headers(options?.headers);
  headers.set(BODY_HEADER, body);
  return { ...options, headers };
}

function refusalOf(response: Response, answer: unknown): RobotError {
  const failed = answer as { message?: string; hint?: string } | null;
  return new RobotError(failed?.message ?? `${response.status} ${response.statusText}`, failed?.hint ?? '', false, response.status);
}
