/** A colour for each class, told apart also by who sees few colours; after eight they begin again. */
const COLORS = ['#1d6b35', '#d1600a', '#2d6fb8', '#a8327d', '#8a6d00', '#5b2a9d', '#0d8a8a', '#7a4a21'] as const;

export function colorOf(index: number): string {
  return COLORS[index % COLORS.length] ?? COLORS[0];
}
