/** How much of each pitch is in a window of sound. */
import magnitudes from 'fourier-transform';

/** Makes what gives the squared magnitudes of the discrete Fourier transform of so many samples; the array that it returns is
 * used again. */
export function energiesOf(size: number): (windowed: Float64Array) => Float64Array {
  return isPowerOfTwo(size) ? fastEnergies(size) : plainEnergies(size);
}

export function isPowerOfTwo(size: number): boolean {
  return size >= 2 && (size & (size - 1)) === 0;
}

function fastEnergies(size: number): (windowed: Float64Array) => Float64Array {
  const energies = new Float64Array(size / 2);
  return (windowed) => {
    // These are the magnitudes of the swings that the sound is made of; the transform's own are that many times larger.
    magnitudes(windowed, energies);
    for (let bin = 0; bin < energies.length; bin++) energies[bin] = (energies[bin] * size / 2) ** 2;
    return energies;
  };
}

/** The same for windows of any length, as a model that was brought may have: slower, but still in time. */
function plainEnergies(size: number): (windowed: Float64Array) => Float64Array {
  const energies = new Float64Array(Math.floor(size / 2));
  const cosines = Float64Array.from({ length: size }, (_, index) => Math.cos((2 * Math.PI * index) / size));
  const sines = Float64Array.from({ length: size }, (_, index) => Math.sin((2 * Math.PI * index) / size));
  return (windowed) => {
    for (let bin = 0; bin < energies.length; bin++) {
      let [real, imaginary, turn] = [0, 0, 0];
      for (let index = 0; index < size; index++) {
        real += windowed[index] * cosines[turn];
        imaginary += windowed[index] * sines[turn];
        turn += bin;
        if (turn >= size) turn -= size;
      }
      energies[bin] = real * real + imaginary * imaginary;
    }
    return energies;
  };
}
