declare module 'fourier-transform' {
  /** The magnitudes of a real signal's spectrum; the length is a power of two, and the output's is half of it. */
  export default function spectrum(input: ArrayLike<number>, output?: Float64Array): Float64Array;
}
