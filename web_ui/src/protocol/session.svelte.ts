import { NOTHING_SENT, onSent, type Sent } from '../network/network';
import { RobotError } from './answers';
import type { ClassNow } from './class';
import { LiveRobots } from './live_robots';
import { Happened } from './happened.svelte';
import type { Asked, Failed, Output, Report, Seen, Traced, Welcome } from './messages';
import { Pointing } from './pointing.svelte';
import { seenMessage, type Recognised } from './recognised';
import { PerFrame } from './per_frame';
import { appended, printed, seenNow } from './recent';
import { RobotSocket, type Asked as AskedOf } from './socket';
import { merge, UNKNOWN, type RobotState } from './state';

const REMEMBERED_EVENTS = 100;
const REMEMBERED_TRACES = 20;
const REMEMBERED_CHARACTERS = 40_000;

/** Everything that the page knows of its robot, kept up to date for all areas of the page. */
export class Session {
  /** True once the robot has answered, until the connection is lost. */
  connected = $state(false);
  /** True once the robot has ever answered. */
  met = $state(false);
  welcome = $state.raw<Welcome | null>(null);
  robot = $state.raw<RobotState>(UNKNOWN);
  /** What has left this page so far. */
  sent = $state.raw(NOTHING_SENT);
  output = $state.raw<Output[]>([]);
  /** What anyone (this page, another, a tool) sees now. */
  seen = $state.raw<Seen[]>([]);
  /** Beginnings of what was seen lately, newest last. */
  events = $state.raw<Seen[]>([]);
  traces = $state.raw<Traced[]>([]);
  /** The class, for whoever leads it and looks at it; null before that was told. */
  classNow = $state.raw<ClassNow | null>(null);
  /** The robots of all pupils, as long as somebody looks at the class. */
  readonly robots = new LiveRobots();
  /** What recipes did lately, and where one is that runs slowly. */
  readonly happened = new Happened();
  /** What somebody points at, for all areas of the page. */
  readonly pointing = new Pointing();
  /** A refusal that answers no command: the page itself said something wrong. */
  refusal = $state.raw<Failed | null>(null);

  /** Called with every report, before the session has taken it in. */
  overheard: (report: Report) => void = () => undefined;

  /** Called with every question about a picture, and with the picture, unless what this page sees is meant. */
  asked: (asked: Asked, picture: Uint8Array<ArrayBuffer> | null) => void = () => undefined;

  readonly socket: RobotSocket;
  /** Tells the events of all pages apart. */
  private told = 0;
  /** While models look, dozens of reports come in a second, and some parts report at each step of a motion. */
  private readonly reports = new PerFrame<Report>((reports) => {
    for (const report of reports) this.heard(report);
  });
  private readonly counts = new PerFrame<Sent>((counts) => {
    this.sent = counts.at(-1) ?? this.sent;
  });

  constructor(address: string, lost: { message: string; hint: string }) {
    const listener = {
      connected: (up: boolean) => this.heardConnected(up),
      reported: (report: Report) => {
        if (report.type === 'asked') this.asked(report, null);
        else this.reports.add(report);
      },
      enclosed: (report: Report, picture: Uint8Array<ArrayBuffer>) => {
        if (report.type === 'asked') this.asked(report, picture);
      },
    };
    onSent((sent) => this.counts.add(sent));
    this.socket = new RobotSocket(address, listener, lost);
  }

  /** The recipe that runs now, if one does. */
  get running(): string | null {
    return this.robot.about?.recipes?.find((card) => card.running)?.file ?? null;
  }

  /** Sends a command and waits for its end; throws `RobotError`. */
  async ask(command: AskedOf): Promise<string | null> {
    const done = await this.socket.ask(command);
    return done.note ?? null;
  }

  /** Keeps up with the class; what is returned ends that. */
  watchClass(): () => void {
    this.socket.want(['class']);
    return () => {
      this.socket.want([]);
      this.classNow = null;
      this.robots.forget();
    };
  }

  /** Tells the robot what this page recognised; it is dropped while there is no robot. Returns the event's name on its way. */
  tell(event: Recognised): string {
    this.told += 1;
    const trace = `${this.welcome?.client ?? 'page'}-${this.told}`.slice(-32);
    this.socket.see(seenMessage(event, trace, performance.now(), (seconds) => this.socket.daemonTime(seconds)));
    return trace;
  }

  clearOutput(): void {
    this.output = [];
  }

  private heardConnected(up: boolean): void {
    // What it told before belongs to what is known by then.
    this.reports.flush();
    this.connected = up;
    if (up) this.met = true;
    else this.seen = [];
  }

  private heard(report: Report): void {
    this.overheard(report);
    this.happened.hear(report, this.events);
    switch (report.type) {
      case 'welcome':
        this.welcome = report;
        this.robot = UNKNOWN;
        this.refusal = null;
        break;
      case 'state':
        this.robot = merge(this.robot, report);
        break;
      case 'seen':
        this.heardSeen(report);
        break;
      case 'output':
        this.output = printed(this.output, report, REMEMBERED_CHARACTERS);
        break;
      case 'traced':
        this.traces = appended(this.traces, report, REMEMBERED_TRACES);
        break;
      case 'class':
        this.classNow = report.class as ClassNow;
        break;
      case 'robots':
        this.robots.hear(report.robots);
        break;
      case 'failed':
        this.refusal = report;
        break;
    }
  }

  private heardSeen(report: Seen): void {
    this.seen = seenNow(this.seen, report);
    if (report.phase !== 'stopped') this.events = appended(this.events, report, REMEMBERED_EVENTS);
  }
}

/** The sentences for any error, whoever threw it. */
export function sentences(error: unknown): { message: string; hint: string } {
  if (error instanceof RobotError) return { message: error.message, hint: error.hint };
  return { message: error instanceof Error ? error.message : String(error), hint: '' };
}
