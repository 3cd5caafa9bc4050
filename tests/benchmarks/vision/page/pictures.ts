/** Pictures as all who look at them get them: canvases in the processor's memory. */

/** Larger photos are made smaller for everybody: no camera gives a page more. */
const MOST_PIXELS_A_SIDE = 1280;

export interface Loaded {
  canvas: OffscreenCanvas;
  /** Of the file, turned upright. */
  width: number;
  height: number;
}

/** @throws Error where the file is no picture */
export async function pictureAt(address: string): Promise<Loaded> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`the bench's own server answered ${response.status}`);
  const bitmap = await createImageBitmap(await response.blob());
  const { width, height } = bitmap;
  const scale = Math.min(1, MOST_PIXELS_A_SIDE / Math.max(width, height));
  const canvas = blank(Math.round(width * scale), Math.round(height * scale));
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return { canvas, width, height };
}

export async function canvasAt(address: string): Promise<OffscreenCanvas> {
  return (await pictureAt(address)).canvas;
}

/** A black picture. */
export function blank(width: number, height: number): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d', { willReadFrequently: true, alpha: false })?.fillRect(0, 0, width, height);
  return canvas;
}
