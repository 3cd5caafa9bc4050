/** How a taught model listens. */
import { ModelError, type LoadedSoundModel, type Sighting, type Sound } from '../define';
import { BlockCutter } from '../sound/blocks';
import { RoomLevel } from '../sound/level';
import { NewestSound } from './newest';
import { openNetwork } from './network';
import { loudestIn, silentUpTo } from './silence';
import { isPossible, isSound, samplesIn, spectrogramsFor, type SoundInput } from './hears';
import { judged, type TaughtModel } from './taught';

/** It asks its network so often. */
const LOOK_SECONDS = 0.1;
/** It is as sure as it was on the average of so many times: a sound that has just begun is easily mistaken. */
const LOOKS = 3;

/** @throws ModelError where the network is damaged, or is no model for sounds */
export async function loadListener(taught: TaughtModel): Promise<LoadedSoundModel> {
  const { input, title } = taught;
  if (!isSound(input)) throw new ModelError(`“${title}” does not listen.`, 'Use it where it belongs.');
  if (!isPossible(input)) {
    throw new ModelError(`“${title}” wants to hear sound as no microphone here brings it.`, 'Teach it with at most ten seconds of sound of 4,000 to 192,000 samples a second.');
  }
  const network = await openNetwork(taught);
  const listener = new TaughtListener(taught, input, (spectrogram) => network.answerTo(spectrogram, input.shape));
  return {
    listen: async (sound) => [await listener.listen(sound)],
    dispose: () => {
      network.dispose();
    },
  };
}

/** Hears one microphone with one network. */
export class TaughtListener {
  readonly #newest: NewestSound;
  readonly #spectrograms: ReturnType<typeof spectrogramsFor>;
  readonly #room = new RoomLevel();
  #blocks = new BlockCutter(48_000);
  #blocksRate = 48_000;
  #fresh = 0;
  /** What the network said last, the newest last. */
  #said: Float32Array[] = [];

  /** @param ask how likely each class is, for a spectrogram */
  constructor(
    private readonly taught: Pick<TaughtModel, 'id' | 'labels'>,
    private readonly input: SoundInput,
    private readonly ask: (spectrogram: Float32Array) => Promise<Float32Array>,
  ) {
    this.#newest = new NewestSound(input.rate_hertz, samplesIn(input));
    this.#spectrograms = spectrogramsFor(input);
  }

  /** What it hears at the end of this piece; nothing where it is silent, or where it has not listened for long enough. */
  async listen(sound: Sound): Promise<Sighting> {
    this.#follow(sound);
    this.#fresh += this.#newest.take(sound);
    if (!this.#newest.full) this.#said = [];
    else if (this.#fresh >= LOOK_SECONDS * this.input.rate_hertz) {
      this.#fresh = 0;
      this.#said = [...this.#said, await this.#look()].slice(-LOOKS);
    }
    const likely = this.taught.labels.map((_, index) => this.#said.reduce((sum, one) => sum + one[index], 0) / LOOKS);
    return { model: this.taught.id, ...judged(this.taught.labels, likely), place: null, side: null, landmarks: [], bones: [] };
  }

  async #look(): Promise<Float32Array> {
    const { samples } = this.#newest;
    const silent = loudestIn(samples, this.input.rate_hertz) <= silentUpTo(this.#room.known ? this.#room.floor : null);
    if (silent) return new Float32Array(this.taught.labels.length);
    return await this.ask(this.#spectrograms.of(samples));
  }

  #follow({ samples, rate }: Sound): void {
    if (rate !== this.#blocksRate) {
      this.#blocksRate = rate;
      this.#blocks = new BlockCutter(rate);
    }
    for (const block of this.#blocks.cut(samples)) this.#room.feed(block);
  }
}
