import { describe, expect, it } from 'vitest';
import { HandOver } from '#contract/hand-over.ts';
import { memoryApp, now } from './memory-app.ts';
import { storeEpisode } from './store-episode.ts';

const HOUR_MS = 3_600_000;
const ago = (hours: number) => new Date(now.getTime() - hours * HOUR_MS).toISOString();

describe('the hand-over of a shift', () => {
  it('tells what is open with its notes, and what fired or ended in the shift', async () => {
    const api = memoryApp();
    await storeEpisode(api.ports, {
      id: 'open',
      pipeline: 'speech',
      stage: 'asr',
      fromMs: now.getTime() - 20 * HOUR_MS,
    });
    await storeEpisode(api.ports, {
      id: 'over',
      pipeline: 'speech',
      stage: 'vad',
      fromMs: now.getTime() - 9 * HOUR_MS,
      toMs: now.getTime() - 7 * HOUR_MS,
    });
    await storeEpisode(api.ports, {
      id: 'before',
      pipeline: 'speech',
      stage: 'vad',
      fromMs: now.getTime() - 19 * HOUR_MS,
      toMs: now.getTime() - 18 * HOUR_MS,
    });
    await api.post('/alerts/open/note', { episode: 1, text: 'looking at vad' });

    const answer = await api.get(`/hand-over?from=${ago(8)}&to=${ago(0)}`);

    const told = HandOver.parse(await answer.json());
    expect(
      told.open.map(({ alert, notes }) => [alert.id, notes.map(({ by, text }) => `${by}: ${text}`)]),
    ).toEqual([['open', ['local: looking at vad']]]);
    expect(told.openInAll).toBe(1);
    expect(told.episodes.map(({ alertId, title }) => [alertId, title])).toEqual([
      ['over', 'psi, speech / vad'],
    ]);
  });
});
