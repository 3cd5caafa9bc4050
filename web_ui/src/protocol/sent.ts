/** What has left this page so far, counted where the bytes leave. */
export interface Sent {
  messages: number;
  pictures: number;
}

/** The count after one more thing was sent: text is a message, bytes are a picture. */
export function count(before: Sent, data: string | ArrayBuffer | Blob): Sent {
  return typeof data === 'string'
    ? { ...before, messages: before.messages + 1 }
    : { ...before, pictures: before.pictures + 1 };
}
