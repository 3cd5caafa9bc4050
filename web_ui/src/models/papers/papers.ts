/** Papers with print: letters, school reports, forms, cards. Only looked for before pictures are shared, so it is none of
 * the models that somebody switches on. `tjbot train papers` trained its network. */
import type { LoadContext, StillKind } from '../define';
import { Square } from '../hand/picture';
import { run } from '../network/run';

/** The side of the network's picture, in pixels: as large as samples are kept, for print is fine. */
export const PAPERS_PICTURE = 224;

export const papers: StillKind = {
  id: 'papers',
  title: 'Papers',
  async loadStill(context: LoadContext) {
    const network = await context.loadGraph('papers/print');
    const square = new Square(PAPERS_PICTURE);
    return {
      async find({ image, width, height }) {
        const crop = { x: width / 2, y: height / 2, size: Math.min(width, height), angle: 0 };
        const [print] = await run(network, square.tensorOfCrop(image, crop), ['print']);
        return [{ label: 'paper with print', confidence: print[0] ?? 0, box: null }];
      },
      dispose: () => {
        network.dispose();
      },
    };
  },
};
