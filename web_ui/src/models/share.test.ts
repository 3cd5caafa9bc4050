import { describe, expect, test, vi } from 'vitest';
import { sharing } from './share';

class Thing {
  #looks = 0;
  readonly dispose = vi.fn();

  look(): number {
    return (this.#looks += 1);
  }
}

describe('what models share', () => {
  test('is made once for all who ask by its name', async () => {
    const share = sharing();
    const make = vi.fn(() => Promise.resolve(new Thing()));
    const [one, other] = await Promise.all([share('hands', make), share('hands', make)]);
    expect(make).toHaveBeenCalledOnce();
    expect(one.look()).toBe(1);
    expect(other.look()).toBe(2);
  });

  test('is disposed of when the last lets go, however often one of them says so', async () => {
    const share = sharing();
    const thing = new Thing();
    const one = await share('hands', () => Promise.resolve(thing));
    const other = await share('hands', () => Promise.resolve(thing));
    one.dispose();
    one.dispose();
    await Promise.resolve();
    expect(thing.dispose).not.toHaveBeenCalled();
    other.dispose();
    await vi.waitFor(() => expect(thing.dispose).toHaveBeenCalledOnce());
  });

  test('is made anew after all let go', async () => {
    const share = sharing();
    const make = vi.fn(() => Promise.resolve(new Thing()));
    (await share('hands', make)).dispose();
    await share('hands', make);
    expect(make).toHaveBeenCalledTimes(2);
  });

  test('is tried again after it could not be made', async () => {
    const share = sharing();
    await expect(share('hands', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect((await share('hands', () => Promise.resolve(new Thing()))).look()).toBe(1);
  });
});
