import { describe, expect, it } from 'vitest';
import type { PipelineEvent } from '#contract/event.ts';
import { clusterEvents } from '#web/features/stage/event-clusters.ts';

const frame = { fromMs: 0, toMs: 1000, width: 500 };

describe('the marks of the event lane', () => {
  it('stand at their time, and share a mark where they would overlap', () => {
    const clusters = clusterEvents([at(100), at(120), at(600)], frame);

    expect(clusters.map(({ timeMs, left, events }) => [timeMs, left, events.length])).toEqual([
      [100, 38, 2],
      [600, 288, 1],
    ]);
  });

  it('stay inside the lane, a span that began before it at its left end', () => {
    const clusters = clusterEvents([at(-500), at(1000), at(2000)], frame);

    expect(clusters.map(({ timeMs, left }) => [timeMs, left])).toEqual([
      [0, 0],
      [1000, 476],
    ]);
  });
});

function at(timeMs: number): PipelineEvent {
  return { time: new Date(timeMs).toISOString(), pipeline: 'p', kind: 'note', text: 'x' };
}
