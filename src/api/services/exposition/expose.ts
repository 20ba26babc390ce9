import { isOpen } from '#control/alert/alert-state.ts';
import type { Ports } from '../../ports.ts';
import { evaluationHealth } from '../evaluation/health.ts';
import { alertFamilies } from './alert-families.ts';
import { formatExposition, type Family } from './format.ts';
import { operationFamilies } from './operation-families.ts';
import { ruleFamilies } from './rule-families.ts';

/** A scraper keeps every series for weeks: what would be more is left out, and counted. */
const MOST_SAMPLES = 10_000;

/** All that a Prometheus may know of this server, as text. */
export async function exposeMetrics({ control, telemetry }: Ports, version: string): Promise<string> {
  const [alerts, scheduled, slots, progress, { lagSeconds }, delivery] = await Promise.all([
    control.listAlerts({}),
    control.listScheduledRules(),
    control.listNewestSlots(),
    control.evaluationProgress(),
    evaluationHealth({ control }),
    control.deliveryHealth(),
  ]);
  const openFirst = alerts.toSorted((a, b) => Number(isOpen(b.state)) - Number(isOpen(a.state)));
  const families = [
    ...operationFamilies({ version, telemetry, progress, lagSeconds, delivery }),
    ...alertFamilies(openFirst),
    ...(await ruleFamilies(
      scheduled.map(({ rule }) => rule),
      slots,
    )),
  ];
  const dropped: Family = {
    name: 'anchorwatch_metrics_dropped_samples',
    type: 'gauge',
    help: `Samples beyond the ${MOST_SAMPLES} that a metric may have, left out of this answer.`,
    samples: families
      .filter(({ samples }) => samples.length > MOST_SAMPLES)
      .map(({ name, samples }) => ({ labels: { metric: name }, value: samples.length - MOST_SAMPLES })),
  };
  const kept = families.map((family) => ({ ...family, samples: family.samples.slice(0, MOST_SAMPLES) }));
  return formatExposition([...kept, dropped]);
}
