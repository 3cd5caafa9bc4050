import { FEWEST_ON_MAP, MOST_ON_MAP } from '../learn/on_map';
import type { Sample } from '../learn/project';
import type { Trainer } from '../learn/trainer';

/** Where samples lie on a map on which those that look alike lie together. */
export class Mapping {
  /** 0…1 each; empty until it is drawn. */
  places = $state.raw<readonly { sample: Sample; x: number; y: number }[]>([]);
  busy = $state(false);

  constructor(private readonly trainer: Trainer) {}

  /** Whether there are enough for a map. */
  isPossible(samples: readonly Sample[]): boolean {
    return samples.length >= FEWEST_ON_MAP;
  }

  /** Draws it anew; of many, some of each class. Throws ModelError. */
  async draw(samples: readonly Sample[]): Promise<void> {
    if (this.busy || !this.isPossible(samples)) return;
    this.busy = true;
    try {
      const step = Math.ceil(samples.length / MOST_ON_MAP);
      const shown = samples.filter((_, index) => index % step === 0);
      const length = shown[0]?.features.length ?? 0;
      const inputs = new Float32Array(shown.length * length);
      shown.forEach(({ features }, row) => inputs.set(features, row * length));
      const places = await this.trainer.map(inputs, length);
      this.places = shown.map((sample, row) => ({ sample, x: places[2 * row] ?? 0.5, y: places[2 * row + 1] ?? 0.5 }));
    } finally {
      this.busy = false;
    }
  }

  clear(): void {
    this.places = [];
  }
}
