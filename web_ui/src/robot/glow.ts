/** How the light looks: its pure colour, and how strong it is (0 dark … 1 full). */
export interface Glow {
  color: string;
  strength: number;
}

const DARK: Glow = { color: 'rgb(255, 244, 220)', strength: 0 };

/** What the light looks like while it is the robot's mouth: in its own colour, or warm white where it is dark. */
export function mouthGlow(glow: Glow, opening: number): Glow {
  return glow.strength > 0 ? { ...glow, strength: glow.strength * opening } : { color: 'rgb(255, 180, 107)', strength: opening };
}

/**
 * Parts a colour as the robot reports it into hue and strength, so that a weak light is drawn as a small
 * glow and not as a dark colour.
 *
 * @param reported "#rrggbb"; anything else counts as dark
 */
export function glowOf(reported: unknown): Glow {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(typeof reported === 'string' ? reported : '');
  if (!match) return DARK;
  const channels = match.slice(1).map((part) => Number.parseInt(part, 16));
  const strongest = Math.max(...channels);
  if (strongest === 0) return DARK;
  const [red, green, blue] = channels.map((channel) => Math.round((channel / strongest) * 255));
  return { color: `rgb(${red}, ${green}, ${blue})`, strength: strongest / 255 };
}
