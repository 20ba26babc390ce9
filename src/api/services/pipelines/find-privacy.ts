import type { ControlStore } from '../../ports.ts';

/** What a stage says of its rows: the fields whose values stay on the server, and whether its texts are kept. */
export async function findPrivacy(
  control: ControlStore,
  { pipeline, stage }: { pipeline: string; stage: string },
): Promise<{ sensitive: ReadonlySet<string>; keepsText: boolean }> {
  const stored = await control.findPipeline(pipeline);
  const definition = stored?.definition.stages.find(({ name }) => name === stage);
  return { sensitive: new Set(definition?.sensitive), keepsText: definition?.keepsText ?? false };
}
