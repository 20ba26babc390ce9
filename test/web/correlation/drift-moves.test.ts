import { describe, expect, it } from 'vitest';
import { toldOnce, withDriftMoves } from '#web/leads/drift-moves.ts';
import { moveText } from '#web/leads/story.ts';
import { turnOf } from '#web/leads/turn.ts';
import type { DriftMap } from '#workers/tasks/drift-map-tasks.ts';
import type { LevelMove } from '#workers/tasks/series-tasks.ts';

const move = (at: number, before: number, after: number): LevelMove => ({
  atMs: at,
  fromMs: at - 1,
  toMs: at + 1,
  before,
  after,
  size: 3,
});
const leads = {
  stepMs: 1,
  series: [{ stage: 'vad', metric: 'input.snr_db', statistic: 'mean' as const }],
  moves: [{ series: 0, ...move(10, 18, 15) }],
};

/** Of a stage: metrics with the rise of their score. */
function maps(stage: string, rises: Record<string, LevelMove | undefined>): ReadonlyMap<string, DriftMap> {
  const metrics = Object.entries(rises).map(([metric, rise]) => ({ metric, rise }));
  return new Map([[stage, { metrics } as unknown as DriftMap]]); // the fields that are looked at
}

describe('the rise of a drift score', () => {
  it('is a move like that of a mean, in the order of time', () => {
    const moves = withDriftMoves(
      leads,
      maps('vad', { 'input.device': move(5, 0.1, 0.4), 'input.x': undefined }),
    );

    expect(moves.moves.map((own) => moveText(moves, own).replaceAll('\u00a0', ' '))).toEqual([
      'drift of device of vad rose from 0.1 to 0.4',
      'snr_db of vad fell from 18 dB to 15 dB',
    ]);
  });

  it('is not told again where the mean of the metric moved at the same time', () => {
    const told = (drift: LevelMove, stage = 'vad') =>
      toldOnce(withDriftMoves(leads, maps(stage, { 'input.snr_db': drift }))).moves.length;

    expect(told(move(11, 0.1, 0.4))).toBe(1);
    expect(told(move(2 * 3_600_000, 0.1, 0.4))).toBe(2);
    expect(told(move(11, 0.1, 0.4), 'asr')).toBe(2);
  });
});

describe('whether a move is for the worse', () => {
  it.each([
    ['higher', 1, 2, 'worse'],
    ['higher', 2, 1, 'better'],
    ['lower', 2, 1, 'worse'],
    ['lower', 1, 2, 'better'],
    ['both', 1, 2, 'worse'],
    [undefined, 1, 2, undefined],
  ] as const)('is for %s, from %s to %s: %s', (worse, before, after, turn) => {
    const book = { worse: () => worse };

    expect(turnOf({ metric: 'x', statistic: 'mean' }, { before, after }, book)).toBe(turn);
    expect(turnOf({ metric: 'x', statistic: 'drift' }, { before, after }, book)).toBeUndefined();
  });
});
