import { describe, expect, it } from 'vitest';
import { createMetricBook } from '#web/format/metric-book.ts';
import { heardMetrics, holdOrder, rankMetrics, searchMetrics } from '#web/features/drift/ranking.ts';
import { driftMapOf } from './drift-map-builder.ts';

const map = driftMapOf({
  calm: { verdict: 'none', effect: 0.09 },
  calmer: { verdict: 'none', effect: 0.01 },
  blind: { verdict: 'unavailable' },
  gone: { verdict: 'drift', reasons: ['missing'], missing: 0.9 },
  drifting: { verdict: 'drift', effect: 0.3 },
  odd: { verdict: 'warn', effect: 0.5 },
});
const names = (metrics: readonly { name: string }[]) => metrics.map(({ name }) => name);

describe('the ranked list', () => {
  it('has the worse verdict first, then the larger effect', () => {
    expect(names(rankMetrics(map))).toEqual(['drifting', 'gone', 'odd', 'calm', 'calmer', 'blind']);
  });

  it('keeps the row of each metric in the map', () => {
    const [first] = rankMetrics(map);

    expect(first).toMatchObject({ name: 'drifting', index: 4, rank: 1 });
  });

  it('stays in the order that a reader works in, with newcomers at the end', () => {
    const held = ['input.calm', 'input.drifting', 'input.odd'];

    expect(names(holdOrder(rankMetrics(map), held))).toEqual([
      'calm',
      'drifting',
      'odd',
      'gone',
      'calmer',
      'blind',
    ]);
  });

  it.each([
    ['', 6],
    ['CALM', 2],
    ['input drift', 1],
    ['calm drift', 0],
  ])('searched for "%s" has %i metrics', (query, count) => {
    expect(searchMetrics(rankMetrics(map), query)).toHaveLength(count);
  });

  it('begin with what the team has pinned, under its name, and leave out what it muted', () => {
    const book = createMetricBook(
      [
        { stage: 'vad', metric: 'input.calm', attention: 'pinned', title: 'Calm waters' },
        { stage: 'vad', metric: 'input.odd', attention: 'muted' },
      ],
      'vad',
    );

    expect(names(heardMetrics(rankMetrics(map, book), book))).toEqual([
      'Calm waters',
      'drifting',
      'gone',
      'calmer',
      'blind',
    ]);
  });
});
