import { describe, expect, it } from 'vitest';
import { movedBefore } from '#web/leads/moved-before.ts';
import { upstreamOf } from '#web/leads/upstream.ts';
import type { SeriesMove } from '#workers/tasks/series-tasks.ts';

const MINUTE_MS = 60_000;
const edges = [
  { from: 'a', to: 'b' },
  { from: 'b', to: 'c' },
  { from: 'x', to: 'c' },
];
const series = ['a', 'b', 'c', 'x', 'y'].map((stage) => ({ stage, metric: 'm', statistic: 'mean' as const }));

function move(stage: string, minute: number, half = 1): SeriesMove {
  return {
    series: series.findIndex((choice) => choice.stage === stage),
    atMs: minute * MINUTE_MS,
    fromMs: (minute - half) * MINUTE_MS,
    toMs: (minute + half) * MINUTE_MS,
    before: 0,
    after: 1,
    size: 2,
  };
}

function before(symptom: SeriesMove, moves: SeriesMove[]) {
  return movedBefore(
    { series, moves: [symptom, ...moves], stepMs: MINUTE_MS },
    symptom,
    { edges },
    [],
  ).precursors.map(
    ({ move: { series: index }, relation, leadMs, isSure }) =>
      `${series[index]?.stage} ${relation} ${leadMs / MINUTE_MS} ${isSure ? 'sure' : 'open'}`,
  );
}

describe('what lies upstream', () => {
  it('is all that leads to a stage, by the number of edges', () => {
    expect([...upstreamOf('c', edges)]).toEqual([
      ['c', 0],
      ['b', 1],
      ['x', 1],
      ['a', 2],
    ]);
  });

  it('ends where edges go round in a circle', () => {
    expect([...upstreamOf('a', [...edges, { from: 'c', to: 'a' }])].map(([stage]) => stage)).toEqual([
      'a',
      'c',
      'b',
      'x',
    ]);
  });
});

describe('what moved before a symptom', () => {
  it('is listed upstream first, the latest first', () => {
    const symptom = move('b', 100);

    expect(before(symptom, [move('y', 99, 0), move('a', 70), move('c', 95), move('a', 90)])).toEqual([
      'a upstream 10 sure',
      'a upstream 30 sure',
      'y elsewhere 1 sure',
      'c elsewhere 5 sure',
    ]);
  });

  it('leaves the order open where the intervals meet', () => {
    expect(before(move('b', 100, 5), [move('a', 97, 5)])).toEqual(['a upstream 3 open']);
  });

  it('is nothing that came later, nor more than an hour before', () => {
    expect(before(move('b', 100), [move('a', 101), move('a', 39), move('b', 90)])).toEqual([]);
  });
});
