/** Runs on the audio thread: collects its 128 samples at a time into pieces of 20 ms and hands them to the page. */

declare const sampleRate: number;
declare const currentFrame: number;
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}

const PIECE_SECONDS = 0.02;

class Pieces extends AudioWorkletProcessor {
  #piece = new Float32Array(Math.round(sampleRate * PIECE_SECONDS));
  #filled = 0;

  process(inputs: readonly (readonly Float32Array[])[]): boolean {
    const samples = inputs[0]?.[0];
    for (let taken = 0; samples !== undefined && taken < samples.length; ) {
      const part = samples.subarray(taken, taken + this.#piece.length - this.#filled);
      this.#piece.set(part, this.#filled);
      this.#filled += part.length;
      taken += part.length;
      if (this.#filled === this.#piece.length) this.#send(currentFrame + taken);
    }
    return true;
  }

  #send(frame: number): void {
    const samples = this.#piece;
    this.#piece = new Float32Array(samples.length);
    this.#filled = 0;
    this.port.postMessage({ samples, end: frame / sampleRate }, [samples.buffer]);
  }
}

registerProcessor('pieces', Pieces);
