import type { SilenceMatcher, SilencePreview } from '#contract/silence.ts';
import { isOpen } from '#control/alert/alert-state.ts';
import { isCaught } from '#control/alert/silence.ts';
import type { Ports } from '../../ports.ts';
import { episodeTitle } from '../alerts/episode-title.ts';
import { byUrgency } from '../alerts/list.ts';
import { titleOf } from '../alerts/title-of.ts';
import { toAlert } from '../alerts/to-alert.ts';
import { toEpisode } from '../alerts/to-history.ts';

const DAYS_MS = 7 * 86_400_000;
const MOST_EPISODES = 10_000;
const MOST_SHOWN = 200;

/** What a silence would catch of the open alerts, and would have caught in the last 7 days. */
export async function previewSilence(
  { control }: Ports,
  matchers: readonly SilenceMatcher[],
): Promise<SilencePreview> {
  const nowMs = await control.currentTime();
  const [open, episodes] = await Promise.all([
    control.listAlerts({ openSinceMs: nowMs }),
    control.listEpisodes({ fromMs: nowMs - DAYS_MS, toMs: nowMs + 1 }, MOST_EPISODES),
  ]);
  const caught = episodes.filter(({ alert, severity }) => isCaught({ ...alert, severity }, matchers));
  return {
    now: open
      .filter(({ state }) => isOpen(state))
      .map(toAlert)
      .filter((alert) => isCaught(alert, matchers))
      .sort(byUrgency),
    lastDays: caught
      .slice(0, MOST_SHOWN)
      .map((episode) => ({ ...toEpisode(episode), title: episodeTitle(episode) })),
    episodes: caught.length,
  };
}
