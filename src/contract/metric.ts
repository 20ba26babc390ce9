import { z } from 'zod';

export const metricGroups = ['software', 'input', 'output'] as const;
export const MetricGroup = z.enum(metricGroups).meta({ id: 'MetricGroup' });
export type MetricGroup = z.infer<typeof MetricGroup>;

export const MetricKind = z.enum(['numeric', 'categorical']).meta({ id: 'MetricKind' });
export type MetricKind = z.infer<typeof MetricKind>;

/** One thing that is watched of a stage: a distribution in each slice of time. */
export const Metric = z
  .object({
    id: z
      .string()
      .describe('unique in its stage, such as latencyMs, input.audio_seconds or signal.repeated_query'),
    group: MetricGroup,
    name: z.string(),
    kind: MetricKind,
    rows: z.number().int().describe('values recorded so far'),
    firstSeen: z.iso.datetime(),
    lastSeen: z.iso.datetime(),
    categories: z.array(z.string()).describe('most frequent first, at most 12; empty for numeric metrics'),
  })
  .meta({ id: 'Metric' });
export type Metric = z.infer<typeof Metric>;

/** Ids of the metrics that every prediction record feeds. */
export const builtInMetrics = {
  status: 'status',
  latency: 'latencyMs',
  arrivalDelay: 'arrivalDelaySeconds',
  prediction: 'output.prediction',
  nullOutput: 'output.null',
  textLength: 'output.length',
  confidence: 'output.confidence',
} as const;

/** Made from the arrivals of a stage, not from a field: the share of a slot's minutes in which anything of it came. */
export const uptimeMetric = 'uptime';

export const metricPrefixes = {
  input: 'input.',
  signal: 'signal.',
  output: 'output.',
  resource: 'resource.',
} as const;

/** The group that a metric's id puts it in. */
export function groupOf(metricId: string): MetricGroup {
  if (metricId.startsWith(metricPrefixes.input)) return 'input';
  if (metricId.startsWith(metricPrefixes.output) || metricId.startsWith(metricPrefixes.signal))
    return 'output';
  return 'software';
}

/** The id without its group: the name that people gave the field. */
export function nameOf(metricId: string): string {
  const prefix = Object.values(metricPrefixes).find((candidate) => metricId.startsWith(candidate));
  return prefix ? metricId.slice(prefix.length) : metricId;
}
