import { connect, OPEN, pageLanguage } from '../network/network';
import { Answers, RobotError } from './answers';
import { bodyOfPage } from './body';
import { DaemonClock, pageSeconds } from './clock';
import { openEnclosed } from './enclosed';
import type { Answer, Command, Done, Do, Halt, Have, Hello, Offer, PageModel, Report, Rest, Run, Seen, SetPace, Step, Stop, Typed, Willing } from './messages';
import { patience } from './patience';

/** The version of the wire that this page speaks. */
export const PROTOCOL = 1;

/** What can be reported to a page unasked. */
export type Topic = NonNullable<Hello['wants']>[number];

const HELLO: Hello = { type: 'hello', protocol: PROTOCOL, role: 'page', name: 'page' };
const USUAL: readonly Topic[] = ['seen', 'state', 'output', 'traced', 'why'];
const PING_EVERY_MILLISECONDS = 5000;
const PINGS_TO_LEARN_THE_CLOCK = 4;
/** Where no packet gets through, a browser would wait for minutes for a connection, also when they get through again. */
const OPENING_MILLISECONDS = 4000;

type WithoutId<Message> = Message extends unknown ? Omit<Message, 'id'> : never;

/** A command that is answered; the socket gives it its id. */
export type Asked = WithoutId<Do | Halt | Rest | Run | SetPace | Step | Stop | Typed>;

/** What the owner of a socket hears from it. */
export interface SocketListener {
  /** The connection is up (after `Welcome`) or lost (the socket already tries again). */
  connected(up: boolean): void;
  /** Any report but the answers to commands and pings. */
  reported(report: Report): void;
  /** A report that comes with a picture. */
  enclosed(report: Report, picture: Uint8Array<ArrayBuffer>): void;
}

/** The page's end of the wire: says hello, comes back by itself, and matches answers to commands. */
export class RobotSocket {
  private socket: WebSocket | null = null;
  private failures = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private opening: ReturnType<typeof setTimeout> | undefined;
  private heartbeat: ReturnType<typeof setInterval> | undefined;
  private ping: { id: number; sentAt: number } | null = null;
  private pings = 0;
  private welcomed = false;
  private readonly answers = new Answers();
  private readonly clock = new DaemonClock();
  private readonly offers = new Map<string, Offer>();
  private willingness: Willing | null = null;
  private models: Have | null = null;
  private wants: readonly Topic[] = USUAL;
  /** What it said that it wants when it said hello. */
  private greeted: readonly Topic[] = USUAL;

  /** @param lost the sentence and the hint for commands that the connection takes down with it */
  constructor(
    private readonly address: string,
    private readonly listener: SocketListener,
    private readonly lost: { message: string; hint: string },
  ) {}

  /** Connects, and connects again whenever the connection is lost. */
  open(): void {
    clearTimeout(this.retry);
    const socket = connect(this.address);
    this.socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      this.ping = { id: -1, sentAt: pageSeconds() };
      this.greeted = this.wants;
      this.transmit({ ...HELLO, language: pageLanguage() || 'en', ...bodyWanted(), wants: [...this.wants] });
    };
    socket.onmessage = ({ data }) => {
      if (data instanceof ArrayBuffer) this.receiveEnclosed(data);
      else this.receive(JSON.parse(String(data)) as Report);
    };
    socket.onclose = () => this.again(socket);
    clearTimeout(this.opening);
    this.opening = setTimeout(() => this.drop(), OPENING_MILLISECONDS);
  }

  /** Tries at once instead of waiting for the next turn; does nothing while connected. */
  hurry(): void {
    if (this.socket === null) this.open();
  }

  /** Sends a command; the promise fails with a `RobotError` when the robot refuses or is lost. */
  ask(command: Asked): Promise<Done> {
    if (!this.welcomed) return Promise.reject(new RobotError(this.lost.message, this.lost.hint));
    const { id, answer } = this.answers.expect();
    this.transmit({ ...command, id } as Command);
    return answer;
  }

  /** Tells what was recognised; dropped while there is no robot, for old news is no news. */
  see(seen: Seen): void {
    if (this.welcomed) this.transmit(seen);
  }

  /** Says which labels a model can recognise from now on, also to a robot that comes back later. */
  offer(model: string, labels: string[], sense: Offer['sense'] = 'see'): void {
    const offer: Offer = { type: 'offer', model, labels, sense };
    this.offers.set(model, offer);
    if (this.welcomed) this.transmit(offer);
  }

  /** Says which models this page has, switched on or not, also to a robot that comes back later. */
  have(models: PageModel[]): void {
    this.models = { type: 'have', models };
    if (this.welcomed) this.transmit(this.models);
  }

  /** Says which questions about pictures this page answers from now on, also to a robot that comes back later.
   * @param sees whether it has pictures of its own */
  willing(what: Willing['what'], sees: boolean): void {
    this.willingness = { type: 'willing', what, sees };
    if (this.welcomed) this.transmit(this.willingness);
  }

  /** Says what else this page wants to be told from now on, also to a robot that comes back later. */
  want(also: readonly Topic[]): void {
    this.wants = [...USUAL, ...also];
    if (this.welcomed) this.sendWants();
  }

  /** Answers a question about a picture; dropped where the robot is gone, for then nobody waits. */
  answer(answer: Answer): void {
    if (this.welcomed) this.transmit(answer);
  }

  /** The daemon's clock, in seconds, at a moment of this page's clock. */
  daemonTime(atPageSeconds: number = pageSeconds()): number {
    return this.clock.at(atPageSeconds);
  }

  private transmit(message: Command): void {
    if (this.socket?.readyState !== OPEN) return;
    this.socket.send(JSON.stringify(message));
  }

  private receive(report: Report): void {
    if (report.type === 'pong') {
      this.heardPong(report.id, report.time);
    } else if (report.type === 'welcome') {
      this.heardWelcome(report.time);
      this.listener.reported(report);
      this.listener.connected(true);
    } else if (!((report.type === 'done' || report.type === 'failed') && this.answers.settle(report))) {
      this.listener.reported(report);
    }
  }

  private receiveEnclosed(data: ArrayBuffer): void {
    const enclosed = openEnclosed(data);
    if (enclosed !== null) this.listener.enclosed(enclosed.report, enclosed.picture);
  }

  private heardWelcome(daemonTime: number): void {
    clearTimeout(this.opening);
    this.failures = 0;
    this.welcomed = true;
    this.clock.forget();
    if (this.ping) this.clock.learn(this.ping.sentAt, pageSeconds(), daemonTime);
    this.ping = null;
    this.pings = 0;
    if (this.greeted !== this.wants) this.sendWants();
    if (this.models) this.transmit(this.models);
    for (const offer of this.offers.values()) this.transmit(offer);
    if (this.willingness) this.transmit(this.willingness);
    this.sendPing();
    this.heartbeat = setInterval(() => this.beat(), PING_EVERY_MILLISECONDS);
  }

  private sendWants(): void {
    this.transmit({ type: 'want', wants: [...this.wants] });
  }

  private heardPong(id: number, daemonTime: number): void {
    if (this.ping?.id !== id) return;
    this.clock.learn(this.ping.sentAt, pageSeconds(), daemonTime);
    this.ping = null;
    if (this.pings < PINGS_TO_LEARN_THE_CLOCK) this.sendPing();
  }

  private sendPing(): void {
    this.ping = { id: this.pings++, sentAt: pageSeconds() };
    this.transmit({ type: 'ping', id: this.ping.id });
  }

  /** A ping that is still unanswered at the next beat means that nobody is there, whatever TCP says. */
  private beat(): void {
    if (this.ping === null) this.sendPing();
    else this.drop();
  }

  private drop(): void {
    const socket = this.socket;
    if (socket === null) return;
    socket.close();
    // A dead connection may take a minute to report that it is closed.
    this.again(socket);
  }

  private again(socket: WebSocket): void {
    if (socket !== this.socket) return;
    socket.onclose = socket.onmessage = null;
    this.socket = null;
    clearInterval(this.heartbeat);
    clearTimeout(this.opening);
    this.welcomed = false;
    this.listener.connected(false);
    this.answers.abandon(new RobotError(this.lost.message, this.lost.hint));
    this.retry = setTimeout(() => this.open(), patience(this.failures++));
  }
}

function bodyWanted(): Pick<Hello, 'body'> {
  const body = bodyOfPage();
  return body === null ? {} : { body };
}
