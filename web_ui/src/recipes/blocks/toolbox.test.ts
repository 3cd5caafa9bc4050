import { describe, expect, it } from 'vitest';
import type { PartOffer } from '../../protocol/messages';
import { text } from '../../text';
import { wordsOf } from '../words';
import { catalogueOf } from './catalogue';
import { toolboxOf } from './toolbox';

const EARS: PartOffer = { name: 'ears', summary: 'Ears', actions: [{ name: 'listen', summary: 'Listens', answers: true }, { name: 'close_ears', summary: 'Closes' }] };

describe('the box of blocks', () => {
  const words = wordsOf({ parts: [EARS] });
  const box = toolboxOf(catalogueOf(words, { see: [], hear: [], touch: [] }, [EARS]));
  const drawer = (name: string): string => JSON.stringify(box.contents.find((each) => 'name' in each && each.name === name));

  it('has every action of a part that it was never told of', () => {
    expect(drawer(text.blocks.box.do)).toContain('listen');
    expect(drawer(text.blocks.box.do)).toContain('close_ears');
  });

  it('has what answers as a value, too', () => {
    expect(drawer(text.blocks.box.senses)).toContain('listen');
    expect(drawer(text.blocks.box.senses)).not.toContain('close_ears');
  });
});
