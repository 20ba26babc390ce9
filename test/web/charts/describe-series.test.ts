import { expect, it } from 'vitest';
import { describeSeries } from '#web/charts/describe-series.ts';

function sentence(values: number[], more: Partial<Parameters<typeof describeSeries>[0]> = {}) {
  const told = describeSeries({
    name: 'p95',
    unit: 'ms',
    values: Float64Array.from(values),
    gaps: [],
    ...more,
  });
  return told.replaceAll('\u00a0', ' ');
}

it('says where a series came from and went to', () => {
  expect(sentence([180, 170, 212])).toBe('p95 rose from 180 ms to 212 ms (lowest 170 ms, highest 212 ms).');
  expect(sentence([212, 180])).toBe('p95 fell from 212 ms to 180 ms (lowest 180 ms, highest 212 ms).');
  expect(sentence([180, 260, 181])).toBe('p95 stayed near 181 ms (lowest 180 ms, highest 260 ms).');
  expect(sentence([180, 180])).toBe('p95 stayed at 180 ms.');
});

it('says that there is nothing', () => {
  expect(sentence([Number.NaN])).toBe('p95: no data in this range.');
});

it('says whether the limit was broken, and names the gaps', () => {
  expect(
    sentence([180, 212], {
      limit: { value: 250 },
      gaps: [{ from: 0, to: 1_800_000, reason: 'exporter down' }],
    }),
  ).toBe(
    'p95 rose from 180 ms to 212 ms (lowest 180 ms, highest 212 ms), limit 250 ms, one gap of 30 min (exporter down), no breach.',
  );
  expect(sentence([180, 260, 270, 220], { limit: { value: 250 } })).toContain(
    'beyond the limit in 50 % of the points, worst 270 ms.',
  );
  expect(sentence([18, 13], { unit: 'decibel', limit: { value: 15, side: 'below' } })).toContain(
    'worst 13 dB.',
  );
});
