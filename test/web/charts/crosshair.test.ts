import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createCrosshair } from '#web/charts/crosshair.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('the crosshair', () => {
  it('follows the pointer, and tells its listeners once a move', () => {
    const crosshair = createCrosshair();
    const listener = vi.fn<() => void>();
    crosshair.subscribe(listener);

    crosshair.hover('a', 10);
    crosshair.hover('a', 10);

    expect(crosshair.getState()).toEqual({ time: 10, chart: 'a', isPinned: false, by: 'pointer' });
    expect(listener).toHaveBeenCalledOnce();
  });

  it('waits before it goes, so that the tooltip can be reached', () => {
    const crosshair = createCrosshair();
    crosshair.hover('a', 10);

    crosshair.leave();
    vi.advanceTimersByTime(100);
    crosshair.stay();
    vi.advanceTimersByTime(1000);
    expect(crosshair.getState().time).toBe(10);

    crosshair.leave();
    vi.advanceTimersByTime(1000);
    expect(crosshair.getState().time).toBeUndefined();
  });

  it('stays at its instant while pinned, and reads the chart under the pointer', () => {
    const crosshair = createCrosshair();
    crosshair.hover('a', 10);
    crosshair.togglePin();

    crosshair.hover('b', 99);
    crosshair.leave();
    vi.advanceTimersByTime(1000);

    expect(crosshair.getState()).toEqual({ time: 10, chart: 'b', isPinned: true, by: 'pointer' });
  });

  it('tells where it is pinned, that the pin moved, and that it is gone', () => {
    const crosshair = createCrosshair();
    const pinned = vi.fn<(time: number | undefined) => void>();
    crosshair.onPin(pinned);

    crosshair.hover('a', 10);
    crosshair.togglePin();
    crosshair.move('a', 20);
    crosshair.close();

    expect(pinned.mock.calls).toEqual([[10], [20], [undefined]]);
  });
});
