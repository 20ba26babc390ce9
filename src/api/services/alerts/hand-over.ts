import type { HandOver } from '#contract/hand-over.ts';
import type { Alert } from '#contract/alert.ts';
import { isActive } from '#control/alert/silence.ts';
import type { Ports } from '../../ports.ts';
import type { Window } from '../../prediction-log.ts';
import { listEvents } from '../events/list.ts';
import { episodeTitle } from './episode-title.ts';
import { listAlerts } from './list.ts';
import { instantOf } from './to-alert.ts';
import { toEpisode } from './to-history.ts';

/** A text of more than these is read by nobody. */
const MOST_OPEN = 100;
const MOST_EPISODES = 500;
const MOST_TRANSITIONS = 500;

/** What the next shift must know of the one in the window. */
export async function handOver(ports: Ports, { fromMs, toMs }: Window): Promise<HandOver> {
  const { control } = ports;
  const nowMs = await control.currentTime();
  const [list, episodes, notes, silences] = await Promise.all([
    listAlerts(ports, { tabs: ['firing', 'acknowledged', 'snoozed', 'silenced'], limit: MOST_OPEN }),
    control.listEpisodes({ fromMs, toMs }, MOST_EPISODES),
    listEvents(ports, { fromMs, toMs, kinds: ['note'] }),
    control.listSilences(nowMs),
  ]);
  const isInShift = (ms: number | null) => ms !== null && ms >= fromMs && ms < toMs;
  const { firing, acknowledged, snoozed, silenced } = list.counts;
  return {
    from: instantOf(fromMs),
    to: instantOf(toMs),
    asOf: instantOf(nowMs),
    open: await Promise.all(list.items.map(async (alert) => ({ alert, notes: await notesOf(ports, alert) }))),
    openInAll: firing + acknowledged + snoozed + silenced,
    episodes: episodes
      .filter((episode) => isInShift(episode.fromMs) || isInShift(episode.toMs))
      .map((episode) => ({ ...toEpisode(episode), title: episodeTitle(episode) })),
    notes,
    silences: silences.filter((silence) => isActive(silence, nowMs)),
  };
}

async function notesOf(
  { control }: Ports,
  { id, episode: own }: Alert,
): Promise<HandOver['open'][number]['notes']> {
  const lines = await control.listTransitions(id, MOST_TRANSITIONS);
  return lines
    .filter(({ move, episode }) => move === 'note' && episode === own)
    .map(({ atMs, actor = '', text = '' }) => ({ at: instantOf(atMs), by: actor, text }))
    .toReversed();
}
