import type { StoredAlert } from '#api/alert-store.ts';
import type { Ports } from '#api/ports.ts';
import { initialState, type AlertState } from '#control/alert/alert-state.ts';
import { moved, unchanged } from '#control/alert/step.ts';

/** A critical alert in its first episode, of which people were told; ended by data where an end is given. */
export async function storeEpisode(
  { control }: Ports,
  {
    id,
    stage,
    pipeline = 'loans',
    fromMs,
    toMs,
    state = {},
  }: {
    id: string;
    stage?: string;
    pipeline?: string;
    fromMs: number;
    toMs?: number;
    state?: Partial<AlertState>;
  },
): Promise<void> {
  const fired = moved(unchanged(initialState), 'fire', fromMs, {
    condition: 'firing',
    severity: 'critical',
    peakSeverity: 'critical',
    episode: 1,
    firedMs: fromMs,
    pagedMs: fromMs,
    ...state,
  });
  const open: StoredAlert = {
    id,
    revision: 0,
    kind: 'rule',
    rule: { id: `rule-${id}`, name: 'psi', version: 1, thresholds: {} },
    pipeline,
    ...(stage !== undefined && { stage }),
    labels: {},
    state: fired.state,
  };
  await control.writeAlerts([{ ...fired, alert: open }]);
  if (toMs === undefined) return;
  const end = { condition: 'ok', severity: null, ended: { by: 'data', atMs: toMs } } as const;
  const ended = moved(unchanged(open.state), 'resolve', toMs, end, { endedBy: 'data' });
  await control.writeAlerts([{ ...ended, alert: { ...open, revision: 1, state: ended.state } }]);
}
