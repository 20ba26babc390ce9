import { eventKinds, type EventKind, type PipelineEvent } from '#contract/event.ts';
import { notFound } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import type { Window } from '../../prediction-log.ts';
import { listPipelines } from '../pipelines/list.ts';
import { alertEvents } from './alert-events.ts';
import { changeEvents, referenceEvents, ruleEvents } from './decision-events.ts';
import { labelEvents } from './label-events.ts';
import { noteEvents } from './note-events.ts';
import { rolloutEvents } from './rollout-events.ts';
import { versionEvents } from './version-events.ts';

/** The latest of so many are answered. */
const MOST_EVENTS = 1_000;

export type EventsRequest = Window & {
  /** All pipelines when left out. */
  pipeline?: string | undefined;
  kinds?: readonly EventKind[] | undefined;
};

/** What happened to one pipeline or to all, oldest first. */
export async function listEvents(
  ports: Ports,
  { pipeline: name, kinds = eventKinds, ...window }: EventsRequest,
): Promise<PipelineEvent[]> {
  const all = await listPipelines(ports);
  const pipelines = all.filter((pipeline) => name === undefined || pipeline.name === name);
  if (name !== undefined && pipelines.length === 0) throw notFound(`pipeline ${name}`);
  const isWanted = (...some: EventKind[]) => some.some((kind) => kinds.includes(kind));

  const names = new Set(pipelines.map((pipeline) => pipeline.name));
  const found = await Promise.all([
    isWanted('alertFired', 'alertEnded') ? alertEvents(ports, { names, pipeline: name }, window) : [],
    isWanted('pipelineChanged') ? changeEvents(ports, names, window) : [],
    isWanted('rolloutStep') ? rolloutEvents(ports, names, window) : [],
    isWanted('ruleChanged') ? ruleEvents(ports, { names, pipeline: name }, window) : [],
    ...pipelines.flatMap((pipeline) => [
      isWanted('versionFirstSeen', 'versionTookOver') ? versionEvents(ports, pipeline, window) : [],
      isWanted('labelsArrived') ? labelEvents(ports, pipeline.name, window) : [],
      isWanted('note') ? noteEvents(ports, pipeline.name, window) : [],
      isWanted('referenceCreated') ? referenceEvents(ports, pipeline.name, window) : [],
    ]),
  ]);
  return found
    .flat()
    .filter(({ kind }) => kinds.includes(kind))
    .sort((a, b) => Date.parse(a.time) - Date.parse(b.time))
    .slice(-MOST_EVENTS);
}
