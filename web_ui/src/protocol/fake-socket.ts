// For tests only.
import type { Report } from './messages';

/** A socket whose other end is the test. */
export class FakeWebSocket {
  static readonly OPEN = 1;
  static opened: FakeWebSocket[] = [];
  readyState = 0;
  sent: Record<string, unknown>[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string | ArrayBuffer }) => void) | null = null;
  binaryType = 'blob';
  onclose: (() => void) | null = null;

  constructor(readonly address: string) {
    FakeWebSocket.opened.push(this);
  }

  send(data: string): void {
    this.sent.push(JSON.parse(data) as Record<string, unknown>);
  }

  close(): void {
    this.readyState = 3;
  }

  accept(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  report(message: Report): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  lose(): void {
    this.readyState = 3;
    this.onclose?.();
  }

  welcome(time = 100): void {
    this.accept();
    this.greet(time);
  }

  greet(time = 100): void {
    this.report({ type: 'welcome', protocol: 1, version: '0', name: 'Pip', body: 'main', client: 'page-1', time, parts: [] });
  }
}

/** The socket that was opened last. */
export function newest(): FakeWebSocket {
  const socket = FakeWebSocket.opened.at(-1);
  if (!socket) throw new Error('nothing was opened');
  return socket;
}
