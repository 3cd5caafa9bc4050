/** Finds what the models compute on: each candidate has a worker of its own, since only a worker's end gives back what it
 * took, and the worker of the best one stays. */
import { ModelError } from '../models/define';
import { isAsItWas, isBetter } from './choose';
import type { Backend, Candidate, ChosenBackend, Measured, Wish } from './types';

/** A worker that no back end was started in yet. */
export interface Contender {
  /** What is worth measuring here, those with few threads first. */
  candidates(wish: Wish): Promise<Candidate[]>;
  /** Makes a back end ready and measures it; null where it does not work. */
  start(candidate: Candidate): Promise<Measured | null>;
  /** Ends the worker, with all that it holds. */
  close(): void;
}

/**
 * Takes what is wished, what was best on another day if it is as fast as it was then, or what is the fastest. The
 * processor's plain JavaScript (`cpu`) is 30 to 100 times slower and taken only when it is wanted.
 *
 * @param open makes a contender; all but the one that is given back are closed
 * @throws ModelError where nothing works
 */
export async function choose<Kind extends Contender>(wish: Wish, open: () => Kind): Promise<[Kind, ChosenBackend]> {
  const { backend = null, recalled = null, shunned = null } = wish;
  if (backend === null && recalled !== null && recalled.backend !== shunned) {
    const contender = open();
    const now = await contender.start(recalled);
    if (now !== null && isAsItWas(recalled.milliseconds, now.milliseconds)) {
      return [contender, { ...now, reason: 'remembered', compared: [] }];
    }
    contender.close();
  }
  const first = open();
  const compared: Measured[] = [];
  let best: [Kind, Measured] | undefined;
  let failure: unknown;
  for (const [index, candidate] of (await first.candidates(wish)).entries()) {
    const contender = index === 0 ? first : open();
    try {
      const measured = await contender.start(candidate);
      if (measured !== null) compared.push(measured);
      if (measured !== null && isBetter(measured, best?.[1])) {
        best?.[0].close();
        best = [contender, measured];
        continue;
      }
    } catch (error) {
      // What takes its worker down with it is none to compute on.
      failure = error;
    }
    contender.close();
  }
  if (best === undefined) {
    first.close();
    throw failure ?? nothing(backend);
  }
  compared.sort((one, other) => one.milliseconds - other.milliseconds);
  return [best[0], { ...best[1], reason: backend === null ? 'measured' : 'wanted', compared }];
}

function nothing(wanted: Backend | null): ModelError {
  if (wanted === null) {
    return new ModelError(
      'This browser can not run the models: it has neither WebAssembly nor a graphics card for them.',
      'Try a newer Chrome, Edge or Firefox.',
    );
  }
  return new ModelError(
    `This browser can not compute on "${wanted}".`,
    'Take the ?backend=… out of the page’s address, or choose another one below the words.',
  );
}
