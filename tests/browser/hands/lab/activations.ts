/** What boxes a network that only names pictures could give: where in the picture a word's classes are activated. The
 * page has no such model; it is what the object detector is measured against. */
import { add, matMul, reshape, tidy, type Tensor } from '@tensorflow/tfjs-core';
import type { GraphModel } from '@tensorflow/tfjs-converter';
import type { Finding } from '../../../../web_ui/src/models/define';
import { wordsOf } from '../../../../web_ui/src/models/image/words';

/** Cells a side of the last layer that still has places. */
const CELLS = 7;
const LAYER = '_conv_head';
/** Cells that are activated at least so much as the strongest belong to the thing. */
const PART_OF_THE_STRONGEST = 0.5;
const LEAST = 0.05;

/** Each likely word of the whole picture, as sure as the network is of it there, round the cells that hold it.
 * @param graph EfficientNet
 * @param picture the whole picture, as the graph takes it; it is disposed of */
export async function activated(graph: GraphModel, picture: Tensor): Promise<Finding[]> {
  const [kernel, bias] = ['kernel', 'bias'].map((name) => graph.weights[`classes/${name}`]?.[0] as Tensor);
  const [cells, whole] = tidy(() => {
    const [layer, logits] = graph.execute(picture, [LAYER, 'logits']) as [Tensor, Tensor];
    return [add(matMul(reshape<Tensor2>(layer, [CELLS * CELLS, -1]), kernel as Tensor2), bias as Tensor), logits];
  });
  const [places, everywhere] = await Promise.all([cells.data(), whole.data()]);
  for (const tensor of [picture, cells, whole]) tensor.dispose();
  const classes = everywhere.length;
  const words = Array.from({ length: CELLS * CELLS }, (_, cell) => wordsOf(places.subarray(cell * classes, (cell + 1) * classes)));
  return Object.entries(wordsOf(everywhere))
    .filter(([, confidence]) => confidence >= LEAST)
    .sort(([, one], [, other]) => other - one)
    .map(([label, confidence]) => ({ label, confidence, box: boxOf(words.map((sure) => sure[label] ?? 0)) }));
}

type Tensor2 = Tensor & { rank: 2 };

/** Round the strongest cell and those that touch it and are strong too. */
function boxOf(strengths: readonly number[]): Finding['box'] {
  const strongest = strengths.indexOf(Math.max(...strengths));
  const least = PART_OF_THE_STRONGEST * (strengths[strongest] ?? 0);
  const columns: number[] = [];
  const rows: number[] = [];
  const waiting = [strongest];
  const reached = new Set(waiting);
  for (let cell = waiting.pop(); cell !== undefined; cell = waiting.pop()) {
    const [x, y] = [cell % CELLS, Math.floor(cell / CELLS)];
    columns.push(x);
    rows.push(y);
    for (const [column, row] of [[x - 1, y], [x + 1, y], [x, y - 1], [x, y + 1]] as const) {
      const next = row * CELLS + column;
      const isInside = column >= 0 && row >= 0 && column < CELLS && row < CELLS;
      if (isInside && !reached.has(next) && (strengths[next] ?? 0) >= least) {
        reached.add(next);
        waiting.push(next);
      }
    }
  }
  const [x, y] = [Math.min(...columns), Math.min(...rows)];
  const [width, height] = [Math.max(...columns) + 1 - x, Math.max(...rows) + 1 - y];
  return { x: x / CELLS, y: y / CELLS, width: width / CELLS, height: height / CELLS };
}
