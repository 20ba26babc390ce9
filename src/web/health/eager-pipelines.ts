/** Drift of more stages than these is not computed for a glance; it is told once their page was open. */
const mostEager = 24;

/** The pipelines of which the drift of all stages is computed at once: whole ones, those with few stages first. */
export function eagerPipelines(stages: readonly { pipeline: string }[]): ReadonlySet<string> {
  const sizes = [...Map.groupBy(stages, ({ pipeline }) => pipeline)].map(
    ([pipeline, own]) => [pipeline, own.length] as const,
  );
  const eager = new Set<string>();
  let total = 0;
  for (const [pipeline, size] of sizes.sort(([, a], [, b]) => a - b)) {
    total += size;
    if (total > mostEager) break;
    eager.add(pipeline);
  }
  return eager;
}
