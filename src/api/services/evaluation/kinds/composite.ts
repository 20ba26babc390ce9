import { isOpen } from '#control/alert/alert-state.ts';
import { type ChildState, compositeValue } from '#control/rule/composite-value.ts';
import type { Evaluation, Observed } from '../observation.ts';

const STALE_SLOTS = 3;

/** From the stored states of the rules that it names: what people silenced or acknowledged fires all the same. */
export async function observeComposite({
  rule,
  condition,
  slotEndMs,
  reads,
}: Evaluation<'composite'>): Promise<Observed[]> {
  const { control } = reads.ports;
  const [scheduled, rules, alerts] = await Promise.all([
    control.listScheduledRules(),
    control.listRules(rule.pipeline),
    control.listAlerts({ pipeline: rule.pipeline, openSinceMs: slotEndMs }),
  ]);
  const progress = new Map(scheduled.map((one) => [one.rule.id, one]));
  const stateOf = (name: string): ChildState | undefined => {
    const child = rules.find((candidate) => candidate.name === name);
    if (!child) return undefined;
    const open = alerts.filter(
      ({ kind, rule: { id }, state }) => kind === 'rule' && id === child.id && isOpen(state),
    );
    const severities = open.map(({ state }) => state.severity);
    const lastSlot = progress.get(child.id)?.lastSlot ?? Number.NEGATIVE_INFINITY;
    const lastMs = (lastSlot + 1) * child.everySeconds * 1000;
    return {
      severity: severities.includes('critical') ? 'critical' : (severities[0] ?? null),
      isStale: slotEndMs - lastMs > STALE_SLOTS * child.everySeconds * 1000,
    };
  };
  return [{ labels: {}, value: compositeValue(condition, stateOf) }];
}
