import type { AlertSourceTest } from '#contract/alert-source.ts';
import { badRequest } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { listPipelines } from '../pipelines/list.ts';
import { getAlertSource } from './get.ts';
import { mapAlerts } from './map-alert.ts';

const MOST_SHOWN = 50;

/** Asks a source now, and shows what would become of its answer. */
export async function testAlertSource(
  ports: Pick<Ports, 'control' | 'monitoring' | 'log' | 'now'>,
  id: string,
): Promise<AlertSourceTest> {
  const source = await getAlertSource(ports, id);
  const { settings } = source;
  if (settings.kind === 'webhook')
    throw badRequest('it is told, not asked: deliver something, and look when it was last heard');
  try {
    const [told, pipelines] = await Promise.all([ports.monitoring.readAlerts(source), listPipelines(ports)]);
    const alerts = (await mapAlerts(source, told, pipelines)).filter(({ told: { isFiring } }) => isFiring);
    const projects = settings.kind === 'alertmanager' && settings.projects;
    const silences = projects
      ? (await ports.monitoring.listSilences(source)).filter(({ isOver }) => !isOver).length
      : null;
    return {
      error: null,
      ignored: told.length - alerts.length,
      count: alerts.length,
      silences,
      alerts: alerts.slice(0, MOST_SHOWN).map(({ subject, severity, told: { isHeldBack } }) => ({
        name: subject.rule.name,
        pipeline: subject.pipeline,
        stage: subject.stage ?? null,
        severity,
        isHeldBack,
      })),
    };
  } catch (fault) {
    const error = fault instanceof Error ? fault.message : String(fault);
    return { error, ignored: 0, count: 0, silences: null, alerts: [] };
  }
}
