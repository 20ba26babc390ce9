import { severities } from '#contract/alert-words.ts';
import type { OpenAlert } from '#contract/pipeline.ts';
import type { Ports } from '../../ports.ts';
import { instantOf } from './to-alert.ts';

const MOST = 1_000;

/** By stage, the alerts of a pipeline that were open at an instant, or are now where it lies ahead; critical first, then the longest open. */
export async function openAlerts(
  { control }: Ports,
  pipeline: string,
  atMs: number,
): Promise<Map<string, OpenAlert[]>> {
  const momentMs = Math.min(atMs, await control.currentTime());
  const touching = await control.listEpisodes({ fromMs: momentMs, toMs: momentMs + 1, pipeline }, MOST);
  const found = touching
    .filter(({ toMs }) => toMs === null || toMs > momentMs)
    .sort((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity) || a.fromMs - b.fromMs);
  const byStage = new Map<string, OpenAlert[]>();
  for (const { alert, severity, fromMs } of found) {
    if (alert.stage === undefined) continue;
    const own = byStage.get(alert.stage) ?? [];
    own.push({ id: alert.id, name: alert.rule.name, severity, firedAt: instantOf(fromMs) });
    byStage.set(alert.stage, own);
  }
  return byStage;
}
