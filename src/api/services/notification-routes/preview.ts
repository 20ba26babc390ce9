import type { NotificationRoute, RoutePreview } from '#contract/notification-route.ts';
import { matchingRoutes } from '#control/notification/matching-routes.ts';
import type { StoredEpisode } from '../../alert-store.ts';
import type { Ports } from '../../ports.ts';
import { titleOf } from '../alerts/title-of.ts';
import { instantOf } from '../alerts/to-alert.ts';

const DAYS_MS = 7 * 86_400_000;
const MOST_EPISODES = 10_000;
const MOST_SHOWN = 20;

/** Where the alerts of the last 7 days would have gone by these routes. */
export async function previewRoutes(
  { control }: Ports,
  routes: readonly NotificationRoute[],
): Promise<RoutePreview> {
  const nowMs = await control.currentTime();
  const episodes = await control.listEpisodes({ fromMs: nowMs - DAYS_MS, toMs: nowMs + 1 }, MOST_EPISODES);
  const caught = new Map<string, StoredEpisode[]>(routes.map(({ name }) => [name, []]));
  const nowhere: StoredEpisode[] = [];
  for (const episode of episodes) {
    const found = matchingRoutes({ ...episode.alert, severity: episode.severity }, routes);
    if (found.length === 0) nowhere.push(episode);
    for (const { name } of found) caught.get(name)?.push(episode);
  }
  return {
    routes: [...caught].map(([name, own]) => ({ name, ...summaryOf(own) })),
    nowhere: summaryOf(nowhere),
  };
}

function summaryOf(episodes: readonly StoredEpisode[]): RoutePreview['nowhere'] {
  return {
    episodes: episodes.length,
    critical: episodes.filter(({ severity }) => severity === 'critical').length,
    latest: episodes.slice(0, MOST_SHOWN).map(({ alert, fromMs, severity }) => ({
      alertId: alert.id,
      title: titleOf(alert),
      from: instantOf(fromMs),
      severity,
    })),
  };
}
