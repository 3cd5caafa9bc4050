/**
 * The only way out of this page, and so the place where everything is counted that leaves it.
 *
 * No other file may use `fetch`, `WebSocket` or whatever else a browser can send with: eslint.config.js forbids it. The
 * content security policy lets all of it reach the robot only.
 */

/** What has left this page so far. */
export interface Sent {
  messages: number;
  pictures: number;
  /** Taught models that were saved on the robot: numbers, from which nobody can make a picture again. */
  models: number;
  /** Projects that were saved on the robot; their pictures and sounds are counted one by one. */
  projects: number;
  sounds: number;
}

/** What goes along with a project. */
export interface Holds {
  pictures: number;
  sounds: number;
}

export const NOTHING_SENT: Sent = { messages: 0, pictures: 0, models: 0, projects: 0, sounds: 0 };

/** The type of a Blob that is a taught model. */
export const MODEL_TYPE = 'application/x-tjbot-model+zip';
/** The type of a Blob that is a whole project. */
export const PROJECT_TYPE = 'application/x-tjbot-project+zip';
/** The type of a Blob that is a lesson: texts, among which the robot takes no picture. */
export const LESSON_TYPE = 'application/x-tjbot-lesson+zip';

type Data = string | ArrayBufferLike | Blob | ArrayBufferView;

/** `readyState` of a socket that is open. */
export const OPEN = 1;

let sent = NOTHING_SENT;
let listener: (sent: Sent) => void = () => undefined;

/** Tells whoever shows it what has left so far, now and whenever it grows. */
export function onSent(tell: (sent: Sent) => void): void {
  listener = tell;
  tell(sent);
}

/** `fetch`, counted before it is known whether it arrives. Only the page's own thread may send something with it: workers
 * just fetch. A project says what it `holds`. */
export async function request(address: string, options: RequestInit & { body?: string | Blob; holds?: Holds } = {}): Promise<Response> {
  if (options.body !== undefined) note(options.body, options.holds);
  const language = pageLanguage();
  if (language === '') return await fetch(address, options);
  const headers = new Headers(options.headers);
  headers.set('Accept-Language', language);
  return await fetch(address, { ...options, headers });
}

/** The language of this page, in which the robot shall tell its sentences; empty where there is no page. */
export function pageLanguage(): string {
  return typeof document === 'undefined' ? '' : document.documentElement.lang;
}

/** A socket of which all that is sent is counted. */
export function connect(address: string): WebSocket {
  const socket = new WebSocket(address);
  const send = socket.send.bind(socket) as (data: Data) => void;
  socket.send = (data: Data) => {
    send(data);
    note(data);
  };
  return socket;
}

/** The count after one more thing was sent: bytes are a picture, unless they are a model or a project, and so is a picture
 * that is written as text. */
export function count(before: Sent, data: Data, holds?: Holds): Sent {
  if (data instanceof Blob && data.type === PROJECT_TYPE) {
    if (holds === undefined) throw new Error('A project has to say how many pictures and sounds leave with it.');
    return { ...before, projects: before.projects + 1, pictures: before.pictures + holds.pictures, sounds: before.sounds + holds.sounds };
  }
  if (data instanceof Blob && data.type === MODEL_TYPE) return { ...before, models: before.models + 1 };
  if (data instanceof Blob && data.type === LESSON_TYPE) return { ...before, messages: before.messages + 1 };
  return typeof data === 'string' && !data.includes('data:image/')
    ? { ...before, messages: before.messages + 1 }
    : { ...before, pictures: before.pictures + 1 };
}

function note(data: Data, holds?: Holds): void {
  if ('WorkerGlobalScope' in globalThis) throw new Error('A worker may not send anything: nobody would count it.');
  sent = count(sent, data, holds);
  listener(sent);
}
