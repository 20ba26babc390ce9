import { PipelineDefinition, type StageDefinition } from '#contract/pipeline-definition.ts';
import type { Prediction } from '#contract/prediction.ts';
import { machineActor } from '../../access/actor.ts';
import type { Ports } from '../../ports.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { readsAsText } from './to-log-row.ts';

export type StageOutputs = Pick<StageDefinition, 'outputs' | 'keepsText'>;

/**
 * How each stage of the batch treats its outputs. A stage that has not said so counts as one of labels until its
 * first free text; from then on it is one of text, for good, so that no later short text is stored as a label.
 */
export async function stageOutputs(
  ports: Pick<Ports, 'control' | 'now'>,
  records: readonly Prediction[],
): Promise<(record: Prediction) => StageOutputs> {
  const byPipeline = new Map<string, Map<string, StageOutputs>>();
  for (const pipeline of new Set(records.map((record) => record.pipeline))) {
    const stored = await ports.control.findPipeline(pipeline);
    const definition = stored?.definition ?? PipelineDefinition.parse({});
    const found = textStages(records, pipeline).filter((stage) => isUndecided(definition, stage));
    const decided = found.length > 0 ? withTextStages(definition, found) : definition;
    if (found.length > 0) {
      const change = { action: 'pipeline.outputs-found', subject: pipeline, after: decided };
      await ports.control.putPipeline(
        { name: pipeline, definition: decided },
        auditEntry(machineActor('ingest'), ports.now(), change),
      );
    }
    byPipeline.set(pipeline, new Map(decided.stages.map((stage) => [stage.name, stage])));
  }
  return (record) => byPipeline.get(record.pipeline)?.get(record.stage) ?? { keepsText: false };
}

function textStages(records: readonly Prediction[], pipeline: string): string[] {
  const stages = new Set<string>();
  for (const { pipeline: its, stage, prediction } of records) {
    if (its === pipeline && typeof prediction === 'string' && readsAsText(prediction)) stages.add(stage);
  }
  return [...stages];
}

function isUndecided(definition: PipelineDefinition, stage: string): boolean {
  return definition.stages.find(({ name }) => name === stage)?.outputs === undefined;
}

function withTextStages(definition: PipelineDefinition, found: string[]): PipelineDefinition {
  const known = new Set(definition.stages.map(({ name }) => name));
  const marked = definition.stages.map((stage) =>
    found.includes(stage.name) ? { ...stage, outputs: 'text' as const } : stage,
  );
  const added = found.filter((name) => !known.has(name));
  return {
    ...definition,
    stages: [...marked, ...added.map((name) => ({ name, outputs: 'text' as const, keepsText: false }))],
  };
}
