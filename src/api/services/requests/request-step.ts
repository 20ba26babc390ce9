import { builtInMetrics } from '#contract/metric.ts';
import type { RequestStep, RequestTrace } from '#contract/request.ts';
import type { ControlStore } from '../../ports.ts';
import type { RequestRow } from '../../prediction-log.ts';
import { shownValues } from '../metrics/shown-values.ts';
import { findPrivacy } from '../pipelines/find-privacy.ts';

type TracedRow = RequestTrace['rows'][number];

/** Rows as people may see them; each stage says what of its own is sensitive. */
export async function tracedRows(
  control: ControlStore,
  pipeline: string,
  rows: readonly RequestRow[],
): Promise<TracedRow[]> {
  const stages = [...new Set(rows.map(({ stage }) => stage))];
  const privacies = new Map(
    await Promise.all(
      stages.map(async (stage) => [stage, await findPrivacy(control, { pipeline, stage })] as const),
    ),
  );
  return rows.map((row) => {
    const privacy = privacies.get(row.stage) ?? { sensitive: new Set<string>(), keepsText: false };
    return { ...tracedRow(row, privacy), withheld: [...privacy.sensitive] };
  });
}

export function stepOf({ stage, version, role, time, latencyMs, status, isNull }: TracedRow): RequestStep {
  return { stage, version, role, time, latencyMs, status, isNull };
}

function tracedRow(row: RequestRow, privacy: Parameters<typeof shownValues>[1]): Omit<TracedRow, 'withheld'> {
  const shown = shownValues(row, privacy);
  const latency = shown.values[builtInMetrics.latency];
  const status = shown.values[builtInMetrics.status];
  const isNull = shown.values[builtInMetrics.nullOutput];
  return {
    stage: row.stage,
    version: row.version,
    role: row.role,
    site: row.site,
    time: new Date(row.timeMs).toISOString(),
    latencyMs: typeof latency === 'number' ? latency : null,
    status: typeof status === 'string' ? status : null,
    isNull: isNull === undefined ? null : isNull === 'true',
    ...shown,
  };
}
