import type { PictureModel } from '../models/define';
import type { Session } from '../protocol/session.svelte';
import { labelsTold } from '../watch/tellers';
import { PICTURE_MODELS } from './models';

/** The id of the words that only others can see. */
export const OTHERS = 'others';

/** Words that belong together: those of a model, or (without a title) those that only others can see. */
export interface LabelGroup {
  id: string;
  title: string;
  labels: readonly string[];
}

/** More words than these are not shown all at once. */
const MOST_WORDS = 20;

/** Whether a group has so many words that those which nobody sees are kept folded. */
export function isLong(labels: readonly string[]): boolean {
  return labels.length > MOST_WORDS;
}

/** What anyone can see now: a page, or a part of the robot. What is heard or felt is no picture's. */
export function seenLabels({ robot, welcome }: Pick<Session, 'robot' | 'welcome'>): string[] {
  const parts = (welcome?.parts ?? []).filter(({ sense }) => sense === 'see').flatMap(({ labels }) => labels ?? []);
  return [...(robot.about?.offers?.['see'] ?? []), ...parts];
}

/**
 * The words to show, each once.
 *
 * @param models the ids of the models that are switched on in this page
 * @param offered what anyone can see
 * @param all also what was taught here
 */
export function labelGroups(
  models: readonly string[],
  offered: readonly string[],
  all: readonly PictureModel[] = PICTURE_MODELS,
): LabelGroup[] {
  const shown = new Set<string>();
  const fresh = (labels: readonly string[]) =>
    labels.filter((label) => {
      const isNew = !shown.has(label);
      shown.add(label);
      return isNew;
    });
  const on = all.filter(({ id }) => models.includes(id));
  const told = labelsTold(on);
  const groups: LabelGroup[] = on.map(({ id, title }) => ({ id, title, labels: fresh(told.get(id) ?? []) }));
  // A model of this page that has just been switched off takes its words along, before the robot says so.
  const own = new Set(all.filter(({ id }) => !models.includes(id)).flatMap(({ labels }) => labels));
  const others = fresh(offered.filter((label) => !own.has(label)));
  return [...groups, { id: OTHERS, title: '', labels: others }].filter(({ labels }) => labels.length > 0);
}
