import { numbersIn, rowOf } from '../learn/readings';
import type { Trainer } from '../learn/trainer';
import { judged, toldLabels, type TaughtModel } from '../models/taught/taught';
import type { PageModel } from '../protocol/messages';
import type { Session } from '../protocol/session.svelte';
import { Smoother } from '../watch/smoother';

/** Between two questions: sensors tell when something changes, and a word lasts while nothing does. */
const EVERY_MILLISECONDS = 100;

/** What the protocol allows. */
const LONGEST_TITLE = 64;

/** Taught models of numbers, asked about what the robot's sensors tell now; what they say becomes events. */
export class Measuring {
  private taught = $state.raw<readonly TaughtModel[]>([]);
  /** What the robot is told of all of them; they need no switch. */
  readonly cards: readonly PageModel[] = $derived(
    this.taught.map((model) => ({ model: model.id, title: model.title.slice(0, LONGEST_TITLE), sense: 'see', labels: toldLabels(model), on: true })),
  );
  private offered: readonly string[] = [];
  private busy = false;
  private timer: ReturnType<typeof setInterval> | undefined;
  private readonly smoother = new Smoother();

  constructor(
    private readonly session: Session,
    private readonly trainer: Trainer,
  ) {}

  /** Has these models from now on. */
  setTaught(taught: readonly TaughtModel[]): void {
    this.taught = taught;
    for (const event of this.smoother.end(performance.now())) this.tell(event);
    clearInterval(this.timer);
    this.timer = taught.length === 0 ? undefined : setInterval(() => void this.look(), EVERY_MILLISECONDS);
    if (taught.length === 0) this.offer([]);
  }

  /** Asks the models whose columns are all measured now. */
  private async look(): Promise<void> {
    const numbers = numbersIn(this.session.robot.parts);
    const rows = this.taught.flatMap((model) => {
      const row = rowOf(columnsOf(model), numbers);
      return row === null ? [] : [{ model, row }];
    });
    this.offer(rows.map(({ model }) => model));
    if (rows.length === 0 || this.busy) return;
    this.busy = true;
    try {
      for (const { model, row } of rows) {
        const now = performance.now();
        const likely = await this.trainer.answer(model, Float32Array.from(row));
        const sighting = { model: model.id, ...judged(model.labels, likely), place: null, side: null, landmarks: [], bones: [] };
        const stamps = { frame: now, recognised: performance.now() };
        for (const event of this.smoother.update([model.id], [sighting], stamps)) this.tell(event);
      }
    } catch {
      // The thread ended; the next reading starts another.
    } finally {
      this.busy = false;
    }
  }

  private offer(models: readonly TaughtModel[]): void {
    const ids = models.map(({ id }) => id);
    const labels = models.map((model) => `${model.id}: ${toldLabels(model).join()}`);
    if (labels.join('\n') === this.offered.join('\n')) return;
    for (const before of this.offered.map((one) => one.split(':')[0] ?? '')) {
      if (!ids.includes(before)) this.session.socket.offer(before, []);
    }
    for (const model of models) this.session.socket.offer(model.id, toldLabels(model));
    this.offered = labels;
  }

  private tell(event: ReturnType<Smoother['update']>[number]): void {
    this.session.tell({ ...event, sense: 'see', stamps: { ...event.stamps } });
  }
}

function columnsOf({ input }: TaughtModel): readonly string[] {
  // A model that does not say what its numbers are called can not be asked about sensors.
  return input.kind === 'numbers' && input.columns !== undefined && input.columns.length > 0 ? input.columns : [''];
}
