const ROOM = 10;

/** What of a robot's name fits on its chest: the name, else its initials, else its beginning. */
export function stamped(name: string): string {
  if (name.length <= ROOM) return name;
  const words = name.split(/\s+/).filter(Boolean);
  const initials = words.map((word) => [...word][0]).join('');
  return words.length > 1 ? initials.slice(0, ROOM) : [...name].slice(0, ROOM).join('');
}
