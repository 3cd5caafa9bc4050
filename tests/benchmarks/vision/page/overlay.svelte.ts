/** What it costs the page to draw a hand over the camera's picture. */
import { flushSync, mount } from 'svelte';
import Landmarks from '../../../../web_ui/src/see/Landmarks.svelte';
import type { Sighting } from '../../../../web_ui/src/models/define';
import { timed } from './timing';

const WARM_UPS = 5;

/** Milliseconds of each drawing, until the pixels are there. */
export async function overlay(sightings: Sighting[], width: number, height: number, times: number): Promise<number[]> {
  const holder = document.createElement('div');
  holder.style.cssText = `position: relative; width: ${width}px; height: ${height}px`;
  document.body.append(holder);
  const props = $state({ sightings, frame: { width, height, time: 0 } });
  mount(Landmarks, { target: holder, props });
  const context = holder.querySelector('canvas')?.getContext('2d');
  const took: number[] = [];
  for (let count = -WARM_UPS; count < times; count++) {
    const [milliseconds] = await timed(async () => {
      props.sightings = [...sightings];
      flushSync();
      context?.getImageData(0, 0, 1, 1);
    });
    if (count >= 0) took.push(milliseconds);
  }
  return took;
}
