/** Everything that the page can show, by its address: whoever adds one adds it here, and tests look it over. */
export const PLACES = ['#play', '#why', '#lessons', '#build', '#teach', '#lesson', '#class', '#codes', '#robots'] as const;

export type Place = (typeof PLACES)[number];

/** The place that an address tells of; what tells of none, as a link to a recipe, leads to where one plays. */
export function placeIn(hash: string): Place {
  return PLACES.find((place) => place === hash) ?? '#play';
}
