/** The square from −1 to 1 as a picture of a neuron's or network's answers: how orange or blue it holds each place. */

/** So many places along each side. */
export const SIDE = 32;

const BLUE = [91, 155, 217] as const;
const UNDECIDED = [251, 242, 222] as const;
const ORANGE = [240, 150, 70] as const;

/** x and y of each place, from the upper left, row by row; y grows upward. */
export const PLACES: Float32Array = Float32Array.from({ length: 2 * SIDE * SIDE }, (_, index) => {
  const place = index >> 1;
  const along = index % 2 === 0 ? place % SIDE : SIDE - 1 - Math.floor(place / SIDE);
  return (2 * (along + 0.5)) / SIDE - 1;
});

/** Red, green, blue and opacity of each place, from how sure of orange the answer is there, 0…1. */
export function pixelsOf(answers: ArrayLike<number>): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(4 * answers.length);
  for (let place = 0; place < answers.length; place++) {
    const toward = 2 * (answers[place] ?? 0.5) - 1;
    const end = toward < 0 ? BLUE : ORANGE;
    for (const channel of [0, 1, 2] as const) {
      pixels[4 * place + channel] = UNDECIDED[channel] + Math.abs(toward) * (end[channel] - UNDECIDED[channel]);
    }
    pixels[4 * place + 3] = 255;
  }
  return pixels;
}
