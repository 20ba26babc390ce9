import type { DeliveryHealth } from '#contract/delivery-health.ts';
import type { EvaluationProgress } from '../../rule-store.ts';
import type { Telemetry } from '../../telemetry.ts';
import type { Family } from './format.ts';

export type Operation = {
  version: string;
  telemetry: Telemetry;
  progress: EvaluationProgress;
  lagSeconds: number;
  delivery: DeliveryHealth;
};

/** How the server itself is doing. */
export function operationFamilies({
  version,
  telemetry,
  progress,
  lagSeconds,
  delivery,
}: Operation): Family[] {
  const { ingest } = telemetry;
  const one = (
    name: string,
    type: Family['type'],
    help: string,
    value: number | null,
    labels: Record<string, string> = {},
  ): Family => ({ name, type, help, samples: value === null ? [] : [{ labels, value }] });
  return [
    one('anchorwatch_build_info', 'gauge', 'Always 1, with the version that runs.', 1, { version }),
    one('anchorwatch_rules', 'gauge', 'Active rules.', progress.rules),
    one(
      'anchorwatch_rules_failing',
      'gauge',
      'Active rules whose newest slot could not be evaluated.',
      progress.failing,
    ),
    one(
      'anchorwatch_evaluation_lag_seconds',
      'gauge',
      'How long the oldest slot that is due has waited; 0 while none is late.',
      lagSeconds,
    ),
    one(
      'anchorwatch_evaluation_last_slot_timestamp_seconds',
      'gauge',
      'End of the newest slot that was evaluated.',
      progress.newestMs === null ? null : progress.newestMs / 1000,
    ),
    {
      name: 'anchorwatch_outbox_messages',
      type: 'gauge',
      help: 'Messages that have not reached a receiver, by state: queued, failing (queued after a failed attempt), dead (given up).',
      samples: [
        { labels: { state: 'queued' }, value: delivery.waiting - delivery.failing },
        { labels: { state: 'failing' }, value: delivery.failing },
        { labels: { state: 'dead' }, value: delivery.dead },
      ],
    },
    one(
      'anchorwatch_outbox_oldest_age_seconds',
      'gauge',
      'How long the oldest message that is due has waited; 0 while there is none.',
      delivery.oldestSeconds ?? 0,
    ),
    one(
      'anchorwatch_ingest_rows_total',
      'counter',
      'Prediction rows and resource samples taken by this process.',
      ingest.rows,
    ),
    one('anchorwatch_ingest_labels_total', 'counter', 'Labels taken by this process.', ingest.labels),
    {
      name: 'anchorwatch_ingest_batches_total',
      type: 'counter',
      help: 'Batches by what became of them: a repeated one had been stored before.',
      samples: Object.entries(ingest.batches).map(([outcome, value]) => ({ labels: { outcome }, value })),
    },
    one(
      'process_start_time_seconds',
      'gauge',
      'Start time of the process since unix epoch in seconds.',
      telemetry.startedMs / 1000,
    ),
    one('process_resident_memory_bytes', 'gauge', 'Resident memory size in bytes.', telemetry.memoryBytes()),
    one(
      'process_cpu_seconds_total',
      'counter',
      'Total user and system CPU time spent in seconds.',
      telemetry.cpuSeconds(),
    ),
  ];
}
