import type { GraphModel } from '@tensorflow/tfjs-converter';
import { expect, test, vi } from 'vitest';
import type { LoadContext } from './define';
import gesture from './gesture';

/** Networks that only know whether they were disposed of, and hands that only know their refiner. */
function fakes(missing?: string) {
  const graphs = new Map<string, { dispose: () => void }>();
  const takeBack = vi.fn();
  const hands = { refineWith: vi.fn((_refiner: GraphModel) => takeBack), dispose: vi.fn() };
  const context: LoadContext = {
    loadGraph: (path) => {
      if (path === missing) return Promise.reject(new Error(`${path} is not there`));
      const graph = { dispose: vi.fn() };
      graphs.set(path, graph);
      return Promise.resolve(graph as unknown as GraphModel);
    },
    share: () => Promise.resolve(hands as never),
  };
  return { graphs, hands, takeBack, context };
}

const NETWORKS = ['gesture/refined', 'gesture/classifier', 'gesture/refined_classifier'];

test('it hands in its refiner, and takes it back before it lets go of everything', async () => {
  const { graphs, hands, takeBack, context } = fakes();
  const model = await gesture.load(context);
  expect([...graphs.keys()].sort()).toEqual([...NETWORKS].sort());
  expect(hands.refineWith).toHaveBeenCalledExactlyOnceWith(graphs.get('gesture/refined'));
  expect(takeBack).not.toHaveBeenCalled();
  model.dispose();
  expect(takeBack).toHaveBeenCalledBefore(vi.mocked(graphs.get('gesture/refined')?.dispose ?? vi.fn()));
  for (const { dispose } of [...graphs.values(), hands]) expect(dispose).toHaveBeenCalledOnce();
});

test.each(NETWORKS)('without %s it disposes of the others, and lets go of the hands', async (missing) => {
  const { graphs, hands, context } = fakes(missing);
  await expect(gesture.load(context)).rejects.toThrow('is not there');
  expect(graphs.size).toBe(NETWORKS.length - 1);
  for (const { dispose } of [...graphs.values(), hands]) expect(dispose).toHaveBeenCalledOnce();
  expect(hands.refineWith).not.toHaveBeenCalled();
});
