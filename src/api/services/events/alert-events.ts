import type { PipelineEvent } from '#contract/event.ts';
import type { StoredEpisode } from '../../alert-store.ts';
import type { Ports } from '../../ports.ts';
import type { Window } from '../../prediction-log.ts';
import { lengthText } from './length-text.ts';

/** The latest of so many episodes are told. */
const MOST_EPISODES = 1_000;

/** Episodes of alerts that began or ended in the window. */
export async function alertEvents(
  { control, now }: Ports,
  { names, pipeline }: { names: ReadonlySet<string>; pipeline: string | undefined },
  window: Window,
): Promise<PipelineEvent[]> {
  const nowMs = now().getTime();
  const episodes = await control.listEpisodes({ ...window, pipeline }, MOST_EPISODES);
  const isInside = (ms: number | null) => ms !== null && ms >= window.fromMs && ms < window.toMs;
  return episodes
    .filter(({ alert }) => names.has(alert.pipeline))
    .flatMap((episode) => [
      ...(isInside(episode.fromMs) ? [fired(episode, nowMs)] : []),
      ...(isInside(episode.toMs) ? [ended(episode)] : []),
    ]);
}

function fired(episode: StoredEpisode, nowMs: number): PipelineEvent {
  const { alert, fromMs, toMs, severity } = episode;
  const verb = alert.kind === 'blind' ? 'sees nothing' : 'fired';
  return {
    ...base(episode),
    kind: 'alertFired',
    time: new Date(fromMs).toISOString(),
    until: new Date(Math.max(fromMs, toMs ?? nowMs)).toISOString(),
    text: `${nameOf(episode)} ${verb} (${severity})`,
  };
}

function ended(episode: StoredEpisode): PipelineEvent {
  const { fromMs, toMs, endedBy, verdict } = episode;
  const endMs = toMs ?? fromMs;
  const by = endedBy === 'person' ? ' by hand' : '';
  const said = verdict === 'noise' ? ', called noise' : '';
  return {
    ...base(episode),
    kind: 'alertEnded',
    time: new Date(endMs).toISOString(),
    text: `${nameOf(episode)} ended${by} after ${lengthText(endMs - fromMs)}${said}`,
  };
}

function base({ alert: { id, pipeline, stage }, severity }: StoredEpisode) {
  return { pipeline, ...(stage !== undefined && { stage }), alertId: id, severity };
}

function nameOf({ alert: { rule, stage } }: StoredEpisode): string {
  return stage === undefined ? rule.name : `${stage}: ${rule.name}`;
}
