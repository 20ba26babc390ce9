import type { AlertmanagerReceipt, AlertmanagerWebhook } from '#contract/alert-source.ts';
import { conflict } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { listPipelines } from '../pipelines/list.ts';
import { applySight } from './apply.ts';
import { getAlertSource } from './get.ts';
import { mapAlerts } from './map-alert.ts';

/** What an Alertmanager delivers: news of some alerts, which say nothing of the others. */
export async function receiveAlerts(
  ports: Pick<Ports, 'control' | 'log' | 'now'>,
  { source: id, delivered }: { source: string; delivered: AlertmanagerWebhook },
): Promise<AlertmanagerReceipt> {
  const source = await getAlertSource(ports, id);
  if (source.settings.kind !== 'webhook' || !source.isEnabled)
    throw conflict(
      'the source takes no deliveries',
      `${source.name} is ${source.isEnabled ? `asked, not told: it is of the kind ${source.settings.kind}` : 'switched off'}`,
    );
  const told = delivered.alerts.map(({ status, labels, annotations, generatorURL }) => ({
    labels,
    annotations,
    isFiring: status === 'firing',
    isHeldBack: false,
    value: null,
    url: generatorURL,
  }));
  const alerts = await mapAlerts(source, told, await listPipelines(ports));
  await applySight(ports, source, { kind: 'seen', alerts, isWhole: false });
  await ports.control.recordSourceHealth(id, {
    seenAt: new Date(await ports.control.currentTime()),
    error: null,
  });
  return { taken: alerts.length, ignored: told.length - alerts.length };
}
