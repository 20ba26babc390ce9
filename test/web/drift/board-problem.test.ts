import { describe, expect, it } from 'vitest';
import { boardProblem } from '#web/features/drift/board-problem.ts';
import { driftMapOf } from './drift-map-builder.ts';

const scored = { verdict: 'none', effect: 0.02 } as const;
const unscored = { verdict: 'unavailable' } as const;

describe('what stands in the way of the map', () => {
  it.each([
    ['nothing, when slots are full', { snr: scored }, [500, 500, 400], undefined],
    ['nothing, when only a few are thin', { snr: scored }, [500, 500, 4], undefined],
    ['no metrics', {}, [500], 'noMetrics'],
    ['no rows in the range', { snr: unscored }, [], 'noRows'],
    ['thin slots', { snr: scored }, [500, 4, 4], 'thinSlots'],
    ['thin slots, also when nothing has a score', { snr: unscored }, [4, 4, 4], 'thinSlots'],
  ] as const)('is %s', (_, metrics, rows, kind) => {
    expect(boardProblem(driftMapOf(metrics, [...rows]))?.kind).toBe(kind);
  });

  it('is a reference that is too small to compare with', () => {
    const map = driftMapOf({ snr: unscored });
    map.counts.reference.rows = 12;

    expect(boardProblem(map)).toEqual({ kind: 'smallReference', isWhole: true, leastRows: 30 });
  });

  it('proposes the narrowest step at which the usual slot is full enough', () => {
    expect(boardProblem(driftMapOf({ snr: scored }, [8, 8, 8]))).toMatchObject({
      kind: 'thinSlots',
      thinShare: 1,
      widerStepSeconds: 6 * 3600,
    });
  });

  it('proposes no step when none would do', () => {
    expect(boardProblem(driftMapOf({ snr: scored }, [0, 0, 0]))).toMatchObject({
      widerStepSeconds: undefined,
    });
  });
});
