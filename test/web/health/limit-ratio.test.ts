import { describe, expect, it } from 'vitest';
import { limitRatios, ratioValues, type HeldAgainst } from '#web/health/limit-ratio.ts';
import { plainLimits, type StageLimits } from '#web/health/stage-limits.ts';
import { cellMarks, type DriftMap } from '#workers/tasks/drift-map-tasks.ts';

const MINUTE_MS = 60_000;
const slots = { slotsMs: [0, 10 * MINUTE_MS, 20 * MINUTE_MS, 30 * MINUTE_MS], stepSeconds: 600 };
const figures = {
  stage: 'asr',
  rows: [100, 100, 100, 0],
  latencyP95Ms: [50, 150, null, null],
  errorShare: [0.01, 0, 0.1, null],
  nullShare: [0, 0, 0, null],
};

/** A map of two metrics in slots of five minutes. */
function map(effects: number[], marks: number[]): DriftMap {
  const slotsMs = Float64Array.from({ length: effects.length / 2 }, (_, slot) => slot * 5 * MINUTE_MS);
  const metrics = [{ name: 'snr' }, { name: 'device' }];
  return {
    counts: { slotsMs, metrics },
    method: 'psi',
    threshold: { warn: 0.1, alert: 0.25 },
    effects: Float64Array.from(effects),
    marks: Uint8Array.from(marks),
  } as unknown as DriftMap; // the fields that are looked at
}

function against(parts: Partial<StageLimits> = {}, rest: Partial<HeldAgainst> = {}): HeldAgainst {
  return { limits: { ...plainLimits({}), ...parts }, drift: undefined, alerts: [], ...rest };
}

const target = plainLimits({ latencyTargetMs: 100 });

describe('how near a stage is to its limits', () => {
  it('is the largest of its figures, each divided by its limit', () => {
    const ratios = limitRatios(slots, figures, against(target));

    expect([...ratioValues(ratios)]).toEqual([0.5, 1.5, 2, NaN]);
    expect(ratios.map((entry) => entry?.of.replaceAll('\u00a0', ' '))).toEqual([
      'p95 latency 50 ms, target 100 ms',
      'p95 latency 150 ms, target 100 ms',
      'errors 10 %, limit 5 %',
      undefined,
    ]);
  });

  it('does not pass the limit for one failure among few rows', () => {
    const few = { ...figures, rows: [10, 10, 10, 0], errorShare: [0.1, 0.2, 0, null] };

    expect([...ratioValues(limitRatios(slots, few, against()))]).toEqual([0.99, 4, 0, NaN]);
  });

  it('counts drift only with its evidence, in the slots that begin in the interval', () => {
    const { none, warn, drift } = cellMarks;
    const seen = map([0.9, 0.1, 0.2, 0.5, 0, 0, 0, NaN], [none, none, warn, drift, none, none, none, drift]);

    const ratios = limitRatios(
      { slotsMs: slots.slotsMs.slice(0, 2), stepSeconds: 600 },
      figures,
      against({}, { drift: seen }),
    );

    expect([...ratioValues(ratios)]).toEqual([expect.closeTo(0.2, 10), 2]);
    expect(ratios[1]?.of).toBe('drift of snr, PSI 0.5, limit 0.25');
  });

  it('is beyond the limit by missing values or new categories alone', () => {
    const seen = map([0.1, 0.1], [cellMarks.drift, cellMarks.none]);

    expect(limitRatios(slots, figures, against({}, { drift: seen }))[0]?.ratio).toBe(1);
  });

  it('says where its limits come from', () => {
    const text = (limit: string) => `limit ${limit}, auto, from reference spring`;
    const limit = { origin: 'auto', severity: 'warning' } as const;
    const borrowed = {
      latencyMs: { ...limit, value: 75, text: text('75\u00a0ms') },
      nullShare: { ...limit, value: 0.01, text: text('1\u00a0%') },
    };
    const nulls = { ...figures, latencyP95Ms: [60, 150, null, null], nullShare: [0.02, 0, 0.2, null] };

    const ratios = limitRatios(slots, nulls, against(borrowed));

    // 2 null outputs among 100 rows are what chance brings at 1 %
    expect([...ratioValues(ratios)]).toEqual([0.99, 2, 20, NaN]);
    expect(ratios.map((entry) => entry?.of.replaceAll('\u00a0', ' '))).toEqual([
      'null outputs 2 %, limit 1 %, auto, from reference spring',
      'p95 latency 150 ms, limit 75 ms, auto, from reference spring',
      'null outputs 20 %, limit 1 %, auto, from reference spring',
      undefined,
    ]);
  });

  it('is at its limit from when an alert fires, whatever its rule looks at', () => {
    const firedAt = new Date(15 * MINUTE_MS).toISOString();
    const alerts = [{ id: 'a', name: 'few tablets', severity: 'warning' as const, firedAt }];

    const ratios = limitRatios(slots, { ...figures, errorShare: [0, 0, 0, 0] }, against({}, { alerts }));

    expect([...ratioValues(ratios)]).toEqual([0, 1, 1, NaN]);
    expect(ratios[1]?.of).toBe('alert few tablets fires');
  });

  it('says that nothing has a limit', () => {
    const none = { ...figures, errorShare: [null, null, null, null] };

    expect(limitRatios(slots, none, against())[0]).toEqual({ ratio: 0, of: 'nothing has a limit' });
  });
});
