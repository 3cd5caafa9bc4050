import type { FrameSource } from '../frames/source';
import type { Session } from '../protocol/session.svelte';
import type { FrameInfo, SeenEvent, Sighting, Trouble, Watch, WatchListener, WatchStatus } from '../watch/types';
import { startWatching } from '../watch/watch';
import { KNOWN_LABELS } from './known';
import { seenMessage } from './message';

/** The camera and the models that look through it; tells the robot what they see. */
export class Watcher implements WatchListener {
  /** Whether the camera shall be on. */
  on = $state(false);
  /** Whether the models look at pictures by now. */
  looking = $state(false);
  /** What the models can recognise. */
  labels = $state.raw<readonly string[]>(KNOWN_LABELS);
  sightings = $state.raw<readonly Sighting[]>([]);
  frame = $state.raw<FrameInfo | null>(null);
  status = $state.raw<WatchStatus | null>(null);
  trouble = $state.raw<Trouble | null>(null);

  /** Whether the camera is on, as far as anyone knows. */
  readonly awake = $derived(this.on && this.trouble === null);

  private watch: Watch | null = null;
  private offered: string[] = [];
  private events = 0;

  constructor(private readonly session: Session) {}

  /** Looks through a camera. */
  start(source: FrameSource): void {
    this.stop();
    this.on = true;
    this.watch = startWatching(source, {
      onReady: (offers) => this.onReady(offers),
      onSightings: (sightings, frame) => this.onSightings(sightings, frame),
      onEvent: (event) => this.onEvent(event),
      onStatus: (status) => this.onStatus(status),
      onTrouble: (trouble) => this.onTrouble(trouble),
    });
  }

  /** Switches the camera off. */
  stop(): void {
    this.watch?.stop();
    this.watch = null;
    for (const model of this.offered) this.session.socket.offer(model, []);
    this.offered = [];
    this.on = this.looking = false;
    this.sightings = [];
    this.frame = this.status = this.trouble = null;
  }

  /** Tells the robot what would be told if `label` were seen. */
  pretend(label: string, phase: 'started' | 'stopped'): void {
    const now = performance.now();
    this.tell({
      ...{ label, phase, model: 'hand', confidence: 1, side: null },
      ...{ x: 0.5, y: 0.5, width: 0.3, height: 0.4 },
      stamps: { frame: now, recognised: now },
    });
  }

  onReady(offers: readonly { model: string; labels: readonly string[] }[]): void {
    this.labels = offers.flatMap(({ labels }) => labels);
    this.offered = offers.map(({ model }) => model);
    for (const { model, labels } of offers) this.session.socket.offer(model, [...labels]);
  }

  onSightings(sightings: readonly Sighting[], frame: FrameInfo): void {
    this.looking = true;
    this.sightings = sightings;
    this.frame = frame;
  }

  onEvent(event: SeenEvent): void {
    this.tell(event);
  }

  onStatus(status: WatchStatus): void {
    this.status = status;
  }

  onTrouble(trouble: Trouble | null): void {
    this.trouble = trouble;
    if (trouble) this.sightings = [];
  }

  private tell(event: SeenEvent): void {
    const { socket } = this.session;
    socket.see(seenMessage(event, this.nextTrace(), performance.now(), (seconds) => socket.daemonTime(seconds)));
  }

  /** Tells the events of all pages apart. */
  private nextTrace(): string {
    this.events += 1;
    return `${this.session.welcome?.client ?? 'page'}-${this.events}`.slice(-32);
  }
}
