import type { Alert } from '#contract/alert.ts';
import type { AlertDetail } from '#contract/alert-detail.ts';
import { eventKinds, type PipelineEvent } from '#contract/event.ts';
import { notFound } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { listEvents } from '../events/list.ts';
import { listPipelines } from '../pipelines/list.ts';
import { byUrgency } from './list.ts';
import { toAlert } from './to-alert.ts';
import { toEpisode, toTransition } from './to-history.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const BEFORE_MS = 3 * HOUR_MS;
const EPISODES_MS = 30 * DAY_MS;
const MOST_TRANSITIONS = 500;
const MOST_EPISODES = 200;
const MOST_TOGETHER = 50;
/** What may have caused an alert; alerts themselves are told beside it. */
const causes = eventKinds.filter((kind) => kind !== 'alertFired' && kind !== 'alertEnded');

export async function findAlert(ports: Ports, id: string): Promise<AlertDetail> {
  const { control } = ports;
  const stored = await control.findAlert(id);
  if (!stored) throw notFound(`alert ${id}`);
  const nowMs = await control.currentTime();
  const [transitions, episodes, changes, open] = await Promise.all([
    control.listTransitions(id, MOST_TRANSITIONS),
    control.listEpisodes({ alertId: id, fromMs: nowMs - EPISODES_MS, toMs: nowMs + DAY_MS }, MOST_EPISODES),
    changesBefore(ports, stored.pipeline, stored.state.firedMs),
    control.listAlerts({ pipeline: stored.pipeline, openSinceMs: nowMs }),
  ]);
  const alert = toAlert(stored);
  return {
    alert,
    transitions: transitions.map(toTransition),
    episodes: episodes.map(toEpisode),
    changes,
    together: besides(alert, open.map(toAlert)).slice(0, MOST_TOGETHER),
  };
}

/** None where the pipeline is gone by now. */
async function changesBefore(
  ports: Ports,
  pipeline: string,
  firedMs: number | null,
): Promise<PipelineEvent[]> {
  if (firedMs === null) return [];
  const isKnown = (await listPipelines(ports)).some(({ name }) => name === pipeline);
  if (!isKnown) return [];
  return listEvents(ports, { pipeline, fromMs: firedMs - BEFORE_MS, toMs: firedMs, kinds: causes });
}

function besides(alert: Alert, open: Alert[]): Alert[] {
  const isRelated = ({ root }: Alert) => root.alertId === alert.root.alertId;
  return open
    .filter(({ id }) => id !== alert.id)
    .sort((a, b) => Number(isRelated(b)) - Number(isRelated(a)) || byUrgency(a, b));
}
