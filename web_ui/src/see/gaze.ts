import type { Sighting } from '../watch/types';

/** Where the drawn robot looks to see what the camera sees: -1…1 to the right and downwards. */
export function gazeAt(sightings: readonly Sighting[]): { x: number; y: number } {
  const place = sightings.find((sighting) => sighting.place !== null)?.place;
  if (!place) return { x: 0, y: 0 };
  // The robot faces the person, and so does the mirrored picture.
  return { x: rough(place.x * 2 - 1), y: rough(1 - place.y * 2) };
}

/** Eyes that tremble with every picture would have to be drawn again with every picture. */
function rough(value: number): number {
  return Math.round(value * 4) / 4;
}
