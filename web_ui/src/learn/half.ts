/** Half floats: numbers in 16 bits, as exact as networks need them. */

const view = new DataView(new ArrayBuffer(4));

/** The 16 bits of the half float that is nearest to a number; beyond 65,504 it is infinite. */
export function halfBits(value: number): number {
  view.setFloat32(0, value);
  const bits = view.getUint32(0);
  const sign = (bits >>> 16) & 0x8000;
  const exponent = ((bits >>> 23) & 0xff) - 112;
  const fraction = bits & 0x7fffff;
  if (exponent >= 31) return sign | 0x7c00 | (Number.isNaN(value) ? 0x200 : 0);
  if (exponent <= 0) {
    if (exponent < -10) return sign;
    // Too small for an exponent of its own: the leading one is written out.
    return sign | rounded((fraction | 0x800000) >>> 0, 14 - exponent);
  }
  // What is rounded up may carry into the exponent, which is then right, too.
  return sign | ((exponent << 10) + rounded(fraction, 13));
}

/** Divided by a power of two, to the nearest, and of two as near to the even one. */
function rounded(number: number, bits: number): number {
  const part = number & ((1 << bits) - 1);
  const whole = number >>> bits;
  const middle = 1 << (bits - 1);
  return whole + (part > middle || (part === middle && (whole & 1) === 1) ? 1 : 0);
}
