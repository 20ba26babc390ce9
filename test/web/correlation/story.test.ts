import { describe, expect, it } from 'vitest';
import type { MetricSetting } from '#contract/metric-settings.ts';
import { movesStory } from '#web/leads/story.ts';
import type { SeriesMove } from '#workers/tasks/series-tasks.ts';

const MINUTE_MS = 60_000;
const nowMs = Date.UTC(2026, 10, 24, 15);
const startMs = Date.UTC(2026, 10, 24, 12);
const series = [
  { stage: 'vad', metric: 'input.snr_db', statistic: 'mean' as const },
  { stage: 'asr', metric: 'latency', statistic: 'p95' as const },
  { stage: 'asr', metric: 'output.words', statistic: 'mean' as const },
];
const edges = [{ from: 'vad', to: 'asr' }];

function move(index: number, minute: number, [before, after]: [number, number], size: number): SeriesMove {
  const atMs = startMs + minute * MINUTE_MS;
  return { series: index, atMs, fromMs: atMs - MINUTE_MS, toMs: atMs + MINUTE_MS, before, after, size };
}

const snr = move(0, 0, [17, 15], 9);
const latency = move(1, 20, [1_170, 296], 5);
const words = move(2, 30, [12, 8], 4);
const story = (moves: SeriesMove[], settings: Partial<MetricSetting>[] = []) =>
  movesStory({ series, moves, stepMs: MINUTE_MS }, { edges }, [], {
    focus: undefined,
    settings: settings as MetricSetting[],
    zone: 'UTC',
    nowMs,
  });

describe('what moved, in one sentence', () => {
  it('ends with the largest change behind the first one', () => {
    expect(story([snr, latency, words])).toMatch(
      /of vad fell .* at 12:00; .* of asr fell .* 20\smin later\.$/,
    );
  });

  it('does not tell what got better by the team’s word as what followed', () => {
    const better = story([snr, latency, words], [{ stage: 'asr', metric: 'latency', worse: 'higher' }]);

    expect(better).toMatch(/of vad fell .* at 12:00; .* of asr fell from 12 to 8 30\smin later\.$/);
  });

  it('tells a change for the better where nothing else moved', () => {
    expect(story([latency], [{ stage: 'asr', metric: 'latency', worse: 'higher' }])).toMatch(
      /of asr fell .* at 12:20\.$/,
    );
  });
});
