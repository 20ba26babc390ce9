import { describe, expect, it } from 'vitest';
import { panelVerdict } from '#web/features/stage/panel-verdict.ts';
import type { Panel } from '#web/features/stage/panels.ts';

const times = Float64Array.of(1, 2, 3, 4, 5);

describe('a panel is abnormal', () => {
  it('when its line was beyond the limit in each of the last three closed slots', () => {
    const limit = { value: 10, severity: 'critical' as const, label: 'limit' };

    expect(panelVerdict(panel([1, 1, 11, 12, 13], { limit }), times)).toEqual({
      severity: 'critical',
      text: 'beyond the limit in the last 3 slots',
    });
    expect(panelVerdict(panel([1, 11, 9, 12, 13], { limit }), times)).toBeUndefined();
  });

  it('when its first line was on one side of the reference in each of them', () => {
    const band = { low: 5, median: 6, high: 10 };

    expect(panelVerdict(panel([6, 6, 11, 12, 13], { band }), times)?.text).toMatch(/^median above the usual/);
    expect(panelVerdict(panel([6, 6, 4, 4, 4], { band }), times)?.text).toMatch(/^median below the usual/);
    expect(panelVerdict(panel([6, 6, 11, 4, 11], { band }), times)).toBeUndefined();
  });

  it('not for being faster or better than usual', () => {
    const band = { low: 5, median: 6, high: 10 };

    expect(panelVerdict(panel([6, 6, 4, 4, 4], { band, id: 'latencyMs' }), times)).toBeUndefined();
  });

  it('only on the side that the team called worse', () => {
    const band = { low: 5, median: 6, high: 10 };
    const fallen = panel([6, 6, 4, 4, 4], { band });
    const risen = panel([6, 6, 11, 12, 13], { band });

    expect(panelVerdict(fallen, times, { worse: 'higher' })).toBeUndefined();
    expect(panelVerdict(fallen, times, { worse: 'lower' })?.text).toMatch(/below the usual/);
    expect(panelVerdict(risen, times, { worse: 'lower' })).toBeUndefined();
    expect(panelVerdict(risen, times, { worse: 'both' })?.text).toMatch(/above the usual/);
  });

  it('not by the slot under way, few values, or a gap', () => {
    const band = { low: 5, median: 6, high: 10 };
    const few = Float64Array.of(100, 100, 100, 29, 100);

    expect(panelVerdict(panel([6, 6, 11, 12, 13], { band }), times, { openFrom: 5 })).toBeUndefined();
    expect(panelVerdict(panel([6, 6, 11, 12, 13], { band, counts: few }), times)).toBeUndefined();
    expect(panelVerdict(panel([6, 6, 11, Number.NaN, 13], { band }), times)).toBeUndefined();
    expect(panelVerdict(panel([11, 12], { band }), times.subarray(0, 2))).toBeUndefined();
  });
});

function panel(values: number[], rest: Partial<Panel>): Panel {
  return {
    id: 'input.x',
    title: 'x',
    unit: 'none',
    yZero: false,
    series: [{ name: 'median', values: Float64Array.from(values), tone: 'series1' }],
    ...rest,
  };
}
