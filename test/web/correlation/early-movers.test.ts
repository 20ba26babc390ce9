import { describe, expect, it } from 'vitest';
import { earlyMovers, type PastAlert } from '#web/leads/early-movers.ts';

const MINUTE_MS = 60_000;
const pipeline = {
  edges: [
    { from: 'vad', to: 'asr' },
    { from: 'asr', to: 'text' },
  ],
};
const series = [
  { stage: 'vad', metric: 'input.snr', statistic: 'mean' as const },
  { stage: 'vad', metric: 'input.device', statistic: 'drift' as const },
  { stage: 'asr', metric: 'output.confidence', statistic: 'mean' as const },
];

function move(of: number, minute: number) {
  const [atMs, half] = [minute * MINUTE_MS, 2 * MINUTE_MS];
  return { series: of, atMs, fromMs: atMs - half, toMs: atMs + half, before: 0, after: 1, size: 3 };
}

const alert = (name: string, stage: string, minute: number): PastAlert => ({
  name,
  stage,
  firedMs: minute * MINUTE_MS,
});

describe('metrics that moved before past alerts', () => {
  const moves = {
    stepMs: MINUTE_MS,
    series,
    moves: [move(0, 90), move(2, 95), move(1, 97), move(0, 290), move(0, 400)],
  };
  const past = [alert('wer', 'asr', 105), alert('wer', 'asr', 300), alert('snr', 'vad', 98)];

  it('are those of the stage that moved surely before alerts of it or of stages behind it', () => {
    expect(earlyMovers(moves, past, { stage: 'vad', pipeline })).toEqual([
      {
        metric: 'input.snr',
        alerts: ['wer', 'snr'],
        episodes: 3,
        of: 3,
        leadMs: 10 * MINUTE_MS,
      },
    ]);
  });

  it('are none of a stage behind, and none that moved before one alert alone', () => {
    expect(earlyMovers(moves, past, { stage: 'text', pipeline })).toEqual([]);
    expect(earlyMovers(moves, past.slice(0, 1), { stage: 'vad', pipeline })).toEqual([]);
  });
});
