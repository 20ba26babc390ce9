import { type Pipeline, type StageSummary } from '#contract/pipeline.ts';
import { PipelineDefinition, type StageDefinition } from '#contract/pipeline-definition.ts';
import type { Ports } from '../../ports.ts';
import type { StageExtent } from '../../prediction-log.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const SILENT_MS = 2 * DAY_MS;
const lastSixHours = { from: '-6h', to: 'now' };

/** All pipelines, declared or found in the log, by name. */
export async function listPipelines({
  control,
  log,
  now,
}: Pick<Ports, 'control' | 'log' | 'now'>): Promise<Pipeline[]> {
  const [declared, extents] = await Promise.all([control.listPipelines(), log.listStages()]);
  const definitions = new Map(declared.map(({ name, definition }) => [name, definition]));
  const names = new Set([...definitions.keys(), ...extents.map(({ pipeline }) => pipeline)]);
  return [...names].sort().map((name) =>
    describe(
      name,
      definitions.get(name) ?? PipelineDefinition.parse({}),
      extents.filter(({ pipeline }) => pipeline === name),
      now(),
    ),
  );
}

function describe(name: string, definition: PipelineDefinition, extents: StageExtent[], now: Date): Pipeline {
  const stages = stagesOf(definition, extents);
  const firstMs = Math.min(...extents.map((extent) => extent.firstMs));
  const lastMs = Math.max(...extents.map((extent) => extent.lastMs));
  const { title, description, team, kind, sample, edges } = definition;
  return {
    name,
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(team !== undefined && { team }),
    kind,
    sample,
    stages,
    edges,
    rows: extents.reduce((sum, { rows }) => sum + rows, 0),
    ...(extents.length > 0 && { firstSeen: iso(firstMs), lastSeen: iso(lastMs) }),
    defaultRange: extents.length > 0 ? defaultRange(kind, firstMs, lastMs, now.getTime()) : lastSixHours,
  };
}

/** Declared stages in their order, then those only found in the log, oldest first. */
function stagesOf(definition: PipelineDefinition, extents: StageExtent[]): StageSummary[] {
  const found = extents.toSorted((a, b) => a.firstMs - b.firstMs || a.stage.localeCompare(b.stage));
  const declaredNames = new Set(definition.stages.map(({ name }) => name));
  const undeclared = found
    .filter(({ stage }) => !declaredNames.has(stage))
    .map(({ stage }): Partial<StageDefinition> & { name: string } => ({ name: stage }));
  return [...definition.stages, ...undeclared].map(({ name, title, latencyTargetMs }) => {
    const extent = extents.find((candidate) => candidate.stage === name);
    return {
      name,
      ...(title !== undefined && { title }),
      ...(latencyTargetMs !== undefined && { latencyTargetMs }),
      rows: extent?.rows ?? 0,
      ...(extent && { firstSeen: iso(extent.firstMs), lastSeen: iso(extent.lastMs) }),
    };
  });
}

/** Six hours for a live pipeline; else all there is: up to now, or to its last row when it has been silent for long. */
function defaultRange(
  kind: Pipeline['kind'],
  firstMs: number,
  lastMs: number,
  nowMs: number,
): Pipeline['defaultRange'] {
  const isSilent = nowMs - lastMs > SILENT_MS;
  if (isSilent) return { from: iso(firstMs), to: iso(lastMs + MINUTE_MS) };
  if (kind === 'realtime' && lastMs - firstMs < 60 * DAY_MS) return lastSixHours;
  const hours = Math.max(1, Math.ceil((nowMs - firstMs) / HOUR_MS));
  return { from: hours <= 48 ? `-${hours}h` : `-${Math.ceil(hours / 24)}d`, to: 'now' };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
