import { ask } from './ask';
import type { Smoothing } from './messages';

/** What was set on the robot, by model and label. */
export type Smoothings = Record<string, Record<string, Smoothing>>;

/**
 * Sets how eager a label is, on the robot, which tells all pages; null makes it as usual.
 *
 * @param unreachable the sentence and the hint for when the robot does not answer at all
 * @throws RobotError
 */
export async function putSmoothing(
  model: string,
  label: string,
  smoothing: Smoothing | null,
  unreachable: { message: string; hint: string },
): Promise<void> {
  const address = `/api/smoothing/${encodeURIComponent(model)}/${encodeURIComponent(label)}`;
  const headers = { 'Content-Type': 'application/json' };
  const options = smoothing === null ? { method: 'DELETE' } : { method: 'PUT', body: JSON.stringify(smoothing), headers };
  await ask(address, options, unreachable);
}
