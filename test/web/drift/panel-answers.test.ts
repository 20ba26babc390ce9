import { describe, expect, it } from 'vitest';
import { segmentAnswer } from '#web/features/drift/segment-answer.ts';
import { togetherAnswer } from '#web/features/drift/together-answer.ts';
import type { MultivariateFindings, SliceFindings } from '#workers/tasks/frame-tasks.ts';

const extent = { total: 1000, taken: 1000 };

function together(auc: number, p: number, effect: number, errorP: number): MultivariateFindings {
  const carriers = [
    { metric: 'input.snr_db', part: 0.7, isLarger: false },
    { metric: 'input.volume_db', part: 0.2, isLarger: true },
    { metric: 'input.audio_seconds', part: 0.1, isLarger: true },
  ];
  return {
    reference: extent,
    current: extent,
    metrics: carriers.map(({ metric }) => metric),
    left: [],
    classifier: { status: 'ok', auc, p, n: 1000, m: 1000, carriers },
    reconstruction: { status: 'ok', components: 2, before: 0.8, now: 0.9, effect, p: errorP },
  };
}

function slices(values: Partial<SliceFindings['slices'][number]>[], p = 0): SliceFindings {
  const slice = { reference: 500, current: 500, size: 0.5, inside: 0.3, outside: 0.05, mix: 0, within: 0.1 };
  return {
    reference: extent,
    current: extent,
    p,
    columns: ['input.device'],
    searched: 12,
    slices: values.map((value) => ({
      ...slice,
      explained: 0.9,
      p: 0,
      adjustedP: 0,
      conditions: [{ metric: 'input.device', value: 'phone' }],
      ...value,
    })),
  };
}

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('the answer of all metrics together', () => {
  it.each([
    [
      together(0.81, 0, 0.1, 0.4),
      'A classifier tells current rows from those of the reference (0.81), mostly by snr_db, volume_db.',
    ],
    [
      together(0.52, 0.2, 0.9, 0),
      'Together, too, the 3 metrics look as in the reference: a classifier can hardly tell the rows apart (0.52). What they have in common holds less than in the reference.',
    ],
    [
      { ...together(0.5, 1, 0, 1), metrics: ['input.snr_db'] },
      'Not available: fewer than two numeric metrics vary and have values in most rows.',
    ],
  ])('%#', (findings, text) => {
    expect(plain(togetherAnswer(findings))).toBe(text);
  });
});

describe('the answer of the search over segments', () => {
  it.each([
    [
      slices([{}]),
      'device = phone explains 90 % of the change of snr with 50 % of the rows, adjusted p < 0.001 among 12 segments.',
    ],
    [
      slices([{ explained: 0.52, adjustedP: 0.4 }]),
      'No segment explains more of the change of snr than its share of the rows, among 12 segments: the change is everywhere.',
    ],
    [
      slices([{ adjustedP: 0.4 }], 0.3),
      'snr has hardly changed here (p = 0.300), so there is nothing to explain.',
    ],
    [{ ...slices([]), searched: 0 }, 'There is no segment of snr with enough rows to search.'],
    [slices([], Number.NaN), 'There are no rows of snr on one side, so nothing to explain.'],
  ])('%#', (findings, text) => {
    expect(plain(segmentAnswer('snr', findings))).toBe(text);
  });
});
