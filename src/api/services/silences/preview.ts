import type { SilencePreview, SilenceRequest } from '#contract/silence.ts';
import { isCaught } from '#control/alert/silence.ts';
import { breadthOf } from '#control/alert/silence-breadth.ts';
import type { Ports } from '../../ports.ts';
import { episodeTitle } from '../alerts/episode-title.ts';
import { toEpisode } from '../alerts/to-history.ts';
import { caughtNow } from './caught-now.ts';

const DAYS_MS = 7 * 86_400_000;
const MOST_EPISODES = 10_000;
const MOST_SHOWN = 200;

/** What a silence would catch of the open alerts, and would have caught in the last 7 days. */
export async function previewSilence(
  ports: Ports,
  { matchers, until }: Pick<SilenceRequest, 'matchers' | 'until'>,
): Promise<SilencePreview> {
  const { control } = ports;
  const nowMs = await control.currentTime();
  const [now, episodes] = await Promise.all([
    caughtNow(ports, matchers),
    control.listEpisodes({ fromMs: nowMs - DAYS_MS, toMs: nowMs + 1 }, MOST_EPISODES),
  ]);
  const caught = episodes.filter(({ alert, severity }) => isCaught({ ...alert, severity }, matchers));
  return {
    now: now.slice(0, MOST_SHOWN),
    caughtNow: now.length,
    lastDays: caught
      .slice(0, MOST_SHOWN)
      .map((episode) => ({ ...toEpisode(episode), title: episodeTitle(episode) })),
    episodes: caught.length,
    approval: breadthOf({ matchers, lengthMs: Date.parse(until) - nowMs, caughtNow: now.length }),
  };
}
