import type { SoundModel } from '../models/define';
import type { Seen } from '../protocol/messages';
import type { Session } from '../protocol/session.svelte';

/** The id of the model of this page that tells a label; undefined for what only others hear. */
export function modelOf(label: string, models: readonly SoundModel[]): string | undefined {
  return models.find(({ labels }) => labels.includes(label))?.id;
}

/** Every word for something that is heard: by this page, by another, or by the robot's own ears. */
export function heardLabels(own: readonly string[], { robot, welcome }: Pick<Session, 'robot' | 'welcome'>): string[] {
  const ears = (welcome?.parts ?? []).filter(({ sense }) => sense === 'hear').flatMap(({ labels }) => labels ?? []);
  return [...new Set([...own, ...(robot.about?.offers?.['hear'] ?? []), ...ears])];
}

/**
 * How sure anyone is of a sound now, 0…1.
 *
 * @param confidences how sure this page's models are of each label
 * @param told what the robot was told by others
 */
export function howSure(label: string, confidences: Readonly<Record<string, number>>, told: readonly Seen[]): number {
  const others = told.filter((report) => report.label === label).map((report) => report.confidence ?? 1);
  return Math.max(confidences[label] ?? 0, ...others);
}
