import type { StoredAlert } from '#api/alert-store.ts';
import { initialState } from '#control/alert/alert-state.ts';
import { observe } from '#control/alert/observe.ts';
import { tick } from '#control/alert/tick.ts';
import type { Simulator } from '#mocks/simulator.ts';

const MINUTE_MS = 60_000;
const timers = {
  ruleVersion: 1,
  levels: { warning: { forSlots: 0, keepSlots: 0 }, critical: { forSlots: 0, keepSlots: 0 } },
  noData: { policy: 'alert' as const, afterSlots: 3 },
};

/** Puts an alert into the store that fired so many minutes ago, and perhaps ended since. */
export async function storeAlert(
  { ports }: Simulator,
  {
    id,
    stage = 'asr',
    minutesAgo = 10,
    endedMinutesAgo,
    severity = 'critical',
    echoes,
  }: {
    id: string;
    stage?: string;
    minutesAgo?: number;
    endedMinutesAgo?: number;
    severity?: 'warning' | 'critical';
    /** The alert that keeps its messages back. */
    echoes?: { id: string; stage: string };
  },
): Promise<void> {
  const beyond = {
    warning: 'breach' as const,
    critical: severity === 'critical' ? ('breach' as const) : ('clear' as const),
  };
  const within = { warning: 'clear' as const, critical: 'clear' as const };
  const after = (
    alert: StoredAlert,
    slot: number,
    agoMinutes: number,
    positions: typeof beyond | typeof within,
  ) => {
    const atMs = Date.now() - agoMinutes * MINUTE_MS;
    const reading = { kind: 'value' as const, value: 0.3, n: 120, positions };
    const step = tick(observe(alert.state, { slot, atMs, reading, timers }), {
      atMs,
      mute: echoes ? { kind: 'upstream', alertId: echoes.id, stage: echoes.stage } : null,
    });
    return { ...step, alert: { ...alert, state: step.state } };
  };
  const fresh: StoredAlert = {
    id,
    revision: 0,
    kind: 'rule',
    rule: { id: `rule-${id}`, name: id, version: 1, thresholds: { warning: 0.1, critical: 0.2 } },
    pipeline: 'speech',
    stage,
    labels: {},
    state: initialState,
  };
  const fired = after(fresh, 1, minutesAgo, beyond);
  await ports.control.writeAlerts([fired]);
  if (endedMinutesAgo === undefined) return;
  await ports.control.writeAlerts([after({ ...fired.alert, revision: 1 }, 2, endedMinutesAgo, within)]);
}
