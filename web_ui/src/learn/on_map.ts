/** With fewer samples there is nothing to see on a map. */
export const FEWEST_ON_MAP = 6;
/** More take too long on a small computer. */
export const MOST_ON_MAP = 600;
