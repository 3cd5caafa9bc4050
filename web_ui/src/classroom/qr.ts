import { encode } from 'uqr';

/** A QR code as the path of a picture: each dark square is 1 wide.
 * @returns the path and the picture's width, with the quiet border of 4 that readers need */
export function qrPath(text: string): { path: string; width: number } {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const squares = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return { path: squares.join(''), width: size };
}
