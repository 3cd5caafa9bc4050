const LETTERS_PER_SECOND = 13;
const OPENNESS: Record<string, number> = { a: 1, o: 0.95, e: 0.75, u: 0.7, i: 0.6, y: 0.5, m: 0, b: 0, p: 0 };

/**
 * How far the mouth is open (0…1) while a sentence is said: vowels open it, lips close it.
 *
 * @param sentence what is being said
 * @param seconds since it began; goes round again where the voice is slower than the mouth
 */
export function mouthOpening(sentence: string, seconds: number): number {
  if (sentence.length === 0) return 0;
  const position = seconds * LETTERS_PER_SECOND;
  const index = Math.floor(position);
  const between = position - index;
  return openness(sentence, index) * (1 - between) + openness(sentence, index + 1) * between;
}

function openness(sentence: string, index: number): number {
  const letter = (sentence[index % sentence.length] ?? ' ').toLowerCase().normalize('NFD').charAt(0);
  return OPENNESS[letter] ?? (/\p{L}|\d/u.test(letter) ? 0.3 : 0.05);
}
