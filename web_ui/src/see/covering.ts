/** Where a picture lies in its window, in the window's pixels. */
export interface Placement {
  left: number;
  top: number;
  width: number;
  height: number;
}

interface Size {
  width: number;
  height: number;
}

/** Where a picture comes to lie that covers its window, as CSS's `object-fit: cover` does; with `whole`, one that is
 * seen whole in it (`contain`). */
export function covering(picture: Size, window: Size, whole = false): Placement {
  const scales = [window.width / picture.width, window.height / picture.height];
  const scale = whole ? Math.min(...scales) : Math.max(...scales);
  const width = picture.width * scale;
  const height = picture.height * scale;
  return { left: (window.width - width) / 2, top: (window.height - height) / 2, width, height };
}
