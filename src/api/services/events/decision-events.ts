import type { PipelineEvent } from '#contract/event.ts';
import type { Ports } from '../../ports.ts';
import type { Window } from '../../prediction-log.ts';
import { personNames } from '../people/person-names.ts';

/** More changes of definitions than these in a window are not told one by one. */
const MOST_CHANGES = 500;

/** References that people made. */
export async function referenceEvents(
  ports: Ports,
  pipeline: string,
  window: Window,
): Promise<PipelineEvent[]> {
  const [references, nameOf] = await Promise.all([
    ports.control.listReferences(pipeline),
    personNames(ports),
  ]);
  return references
    .filter(({ automatic, createdAt }) => !automatic && isWithin(createdAt, window))
    .map(({ stage, name, version, createdAt, createdBy }) => ({
      time: createdAt,
      pipeline,
      stage,
      kind: 'referenceCreated',
      text: `${stage}: reference ${name}${version > 1 ? ` v${version}` : ''} created by ${nameOf(createdBy)}`,
    }));
}

/** Changes of what pipelines are declared to be. */
export async function changeEvents(
  ports: Ports,
  pipelines: ReadonlySet<string>,
  window: Window,
): Promise<PipelineEvent[]> {
  const [entries, nameOf] = await Promise.all([
    ports.control.listAudit(MOST_CHANGES, { action: 'pipeline.put', ...window }),
    personNames(ports),
  ]);
  return entries
    .filter(({ subject }) => pipelines.has(subject))
    .map(({ subject, actor, at }) => ({
      time: at,
      pipeline: subject,
      kind: 'pipelineChanged',
      text: `definition of ${subject} changed by ${nameOf(actor)}`,
    }));
}

/** What people did to rules after they had made them. */
const ruleVerbs: Partial<Record<string, string>> = {
  'rule.edited': 'changed',
  'rule.paused': 'paused',
  'rule.resumed': 'resumed',
  'rule.deleted': 'deleted',
};

/** Changes of rules, with the reason that was given. */
export async function ruleEvents(
  ports: Ports,
  { names, pipeline: only }: { names: ReadonlySet<string>; pipeline: string | undefined },
  window: Window,
): Promise<PipelineEvent[]> {
  const [entries, nameOf] = await Promise.all([
    ports.control.findAudit({ action: 'rule.', subject: only, ...window }, MOST_CHANGES),
    personNames(ports),
  ]);
  const longestFirst = [...names].sort((a, b) => b.length - a.length);
  return entries.flatMap(({ action, subject, actor, at, reason }) => {
    const verb = ruleVerbs[action];
    const pipeline = longestFirst.find((name) => subject.startsWith(`${name}/`)); // either name may hold a slash
    if (verb === undefined || pipeline === undefined) return [];
    const why = reason === '' ? '' : `: ${reason}`;
    return [
      {
        time: at,
        pipeline,
        kind: 'ruleChanged' as const,
        text: `threshold ${subject.slice(pipeline.length + 1)} ${verb} by ${nameOf(actor)}${why}`,
      },
    ];
  });
}

function isWithin(time: string, { fromMs, toMs }: Window): boolean {
  const timeMs = Date.parse(time);
  return timeMs >= fromMs && timeMs < toMs;
}
