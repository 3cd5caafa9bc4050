const BODY = /^[\w-]{1,64}$/;

/** The header that tells the robot which body a request is about. */
export const BODY_HEADER = 'TJBot-Body';

/** The body that an address asks for (`/?body=pupil-1a2b3c`), as whoever helps a pupil opens it; null where it asks for none. */
export function bodyIn(search: string): string | null {
  const name = new URLSearchParams(search).get('body');
  return name !== null && BODY.test(name) ? name : null;
}

/** The body that this page's own address asks for. */
export function bodyOfPage(): string | null {
  return 'location' in globalThis ? bodyIn(location.search) : null;
}

/** An address of the robot's for what cannot send a header, as a picture. */
export function withBody(address: string, body = bodyOfPage()): string {
  return body === null ? address : `${address}?body=${encodeURIComponent(body)}`;
}

/** Where the page of a body opens. */
export function pageOf(body: string): string {
  return withBody('/', body);
}
