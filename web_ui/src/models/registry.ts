import type { Model } from './define';

/** Every model there is: a file of this folder whose default export is `defineModel(…)`. */
export const MODELS: readonly Model[] = Object.values(
  import.meta.glob<Model>(
    ['./*.ts', '!./*.test.ts', '!./define.ts', '!./registry.ts', '!./files.ts', '!./share.ts', '!./weights.ts'],
    { eager: true, import: 'default' },
  ),
);
