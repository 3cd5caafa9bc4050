import type { ClientCard } from '../protocol/messages';
import type { Readings } from '../protocol/state';

export const LEVELS_PER_SECOND = 20;

/** What the voice says or plays now, as far as the robot tells it. */
export interface Speech {
  /** The sentence; empty when nothing is said. */
  saying: string;
  /** The name of the sound; empty when none is played. */
  playing: string;
  /** Its language ("en", "de" …); empty when nothing is said. */
  language: string;
  /** Loudness 0…1, 20 times a second; empty until it sounds. */
  loudness: readonly number[];
  /** Since when it sounds, on the daemon's clock in seconds. */
  began: number | null;
  /** True where the robot has no loudspeaker, so that a page is to speak. */
  byPage: boolean;
  /** Whether the light follows the voice. */
  mouthLight: boolean;
}

/** The reading of the part `voice`, whatever is missing in it. */
export function speechOf(reading: Readings | undefined): Speech {
  const { saying, playing, language, loudness, began, spoken_by: speaker, mouth_light: mouthLight } = reading ?? {};
  return {
    saying: typeof saying === 'string' ? saying : '',
    playing: typeof playing === 'string' ? playing : '',
    language: typeof language === 'string' ? language : '',
    loudness: Array.isArray(loudness) ? loudness.filter((level): level is number => typeof level === 'number') : [],
    began: typeof began === 'number' ? began : null,
    byPage: speaker === 'page',
    mouthLight: mouthLight === true,
  };
}

/**
 * Whether this page is the one that speaks: the one that has been open for the longest time, or the one that a
 * person chose. So a room full of pages does not speak in chorus.
 *
 * @param clients everybody who is connected, in the order in which they came
 * @param me the name of this page's connection
 * @param chosen what the person wants of this page; null when nobody said
 */
export function speaksHere(clients: readonly ClientCard[], me: string, chosen: boolean | null): boolean {
  return chosen ?? clients.find(({ role }) => role === 'page')?.client === me;
}

/**
 * Whether a sentence was interrupted; else it has ended by itself, and a slower voice may finish it.
 *
 * @param speech what was said
 * @param now the daemon's clock in seconds
 */
export function cutShort(speech: Speech, now: number): boolean {
  const ENOUGH_SECONDS = 0.15;
  if (speech.began === null) return true;
  return now < speech.began + speech.loudness.length / LEVELS_PER_SECOND - ENOUGH_SECONDS;
}
