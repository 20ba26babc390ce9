import type { Overview, Pipeline, StageHeadline } from '#contract/pipeline.ts';
import type { Ports } from '../../ports.ts';
import type { StageSlot, VersionExtent, Window } from '../../prediction-log.ts';
import { openAlerts } from '../alerts/open-alerts.ts';
import { getPipeline } from './find.ts';

export type KnownWindow = Window & { knownAtMs?: number | undefined };

/** The headline figures of each stage, from the roll-ups of the window, or from the rows as known at a moment. */
export async function overview(
  ports: Ports,
  { name, ...window }: KnownWindow & { name: string },
): Promise<Overview> {
  return overviewOf(ports, await getPipeline(ports, name), window);
}

export async function overviewOf(
  ports: Ports,
  pipeline: Pick<Pipeline, 'name' | 'stages'>,
  { knownAtMs, ...window }: KnownWindow,
): Promise<Overview> {
  const { name } = pipeline;
  const [versions, labels, figures, alertsOf] = await Promise.all([
    ports.log.listVersions(name, window, knownAtMs),
    ports.log.labelExtent(name, knownAtMs),
    ports.log.stageSlots(name, window, undefined, knownAtMs),
    openAlerts(ports, name, Math.min(window.toMs, knownAtMs ?? window.toMs)),
  ]);
  const versionsOf = Map.groupBy(versions, ({ stage }) => stage);
  const figuresOf = new Map(figures.map((slot) => [slot.stage, slot]));
  return {
    asOf: ports.now().toISOString(),
    stages: pipeline.stages.map((stage) => ({
      ...headline(stage.name, window, figuresOf.get(stage.name), versionsOf.get(stage.name) ?? []),
      alerts: alertsOf.get(stage.name) ?? [],
    })),
    labels: {
      rows: labels.rows,
      ...(labels.lastMs !== undefined && { lastSeen: new Date(labels.lastMs).toISOString() }),
    },
  };
}

function headline(
  stage: string,
  { fromMs, toMs }: Window,
  figures: StageSlot | undefined,
  versions: VersionExtent[],
): Omit<StageHeadline, 'alerts'> {
  const live = versions.filter(({ role }) => role === 'live');
  const { answers = 0, failures = 0, outputs = 0, nulls = 0, latencyP95Ms = null } = figures ?? {};
  const total = versions.reduce((sum, version) => sum + version.rows, 0);
  return {
    stage,
    rows: answers,
    ratePerSecond: answers / ((toMs - fromMs) / 1000),
    latencyP95Ms,
    errorShare: answers > 0 ? failures / answers : null,
    nullShare: outputs > 0 ? nulls / outputs : null,
    ...(live.length > 0 && {
      lastSeen: new Date(Math.max(...live.map(({ lastMs }) => lastMs))).toISOString(),
    }),
    versions: versions
      .map(({ version, role, rows }) => ({ version, role, rows, share: total > 0 ? rows / total : 0 }))
      .sort((a, b) => b.rows - a.rows),
  };
}
