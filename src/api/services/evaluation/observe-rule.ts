import type { RuleCondition } from '#contract/rule-condition.ts';
import type { Observed, RuleSlot } from './observation.ts';
import { observeLabelDelay, observeRunLate, observeSiteSilent } from './kinds/arrivals.ts';
import { observeAlarmBudget } from './kinds/alarm-budget.ts';
import { observeBand } from './kinds/band.ts';
import { observeBurnRate } from './kinds/burn-rate.ts';
import { observeComposite } from './kinds/composite.ts';
import { observeDrift, observeNewCategory, observeStageDrift } from './kinds/drift.ts';
import { observeChange, observeMetric } from './kinds/metric.ts';
import { observeQuality } from './kinds/quality.ts';
import { observeShift } from './kinds/shift.ts';

/**
 * What one slot of a rule sees, one entry an alert. A condition that cannot be evaluated is an entry of its own: the
 * others of the pass go on.
 */
export async function observeRule(slot: RuleSlot, condition: RuleCondition): Promise<Observed[]> {
  const { stage, version, segment } = slot.rule.scope;
  const scope = {
    ...(stage !== undefined && { stage }),
    ...(version !== undefined && { version }),
    ...(segment !== undefined && { segment: segment.join(' ') }),
  };
  try {
    const observed = await observe(slot, condition);
    return observed.map(({ labels, value }) => ({ labels: { ...scope, ...labels }, value }));
  } catch (fault) {
    const reason = fault instanceof Error ? fault.message : String(fault);
    return [{ labels: scope, value: { kind: 'error', reason } }];
  }
}

function observe(slot: RuleSlot, condition: RuleCondition): Promise<Observed[]> {
  switch (condition.kind) {
    case 'metric':
      return observeMetric({ ...slot, condition });
    case 'change':
      return observeChange({ ...slot, condition });
    case 'band':
      return observeBand({ ...slot, condition });
    case 'shift':
      return observeShift({ ...slot, condition });
    case 'drift':
      return observeDrift({ ...slot, condition });
    case 'stageDrift':
      return observeStageDrift({ ...slot, condition });
    case 'newCategory':
      return observeNewCategory({ ...slot, condition });
    case 'burnRate':
      return observeBurnRate({ ...slot, condition });
    case 'runLate':
      return observeRunLate({ ...slot, condition });
    case 'siteSilent':
      return observeSiteSilent({ ...slot, condition });
    case 'labelDelay':
      return observeLabelDelay({ ...slot, condition });
    case 'composite':
      return observeComposite({ ...slot, condition });
    case 'alarmBudget':
      return observeAlarmBudget({ ...slot, condition });
    case 'quality':
      return observeQuality({ ...slot, condition });
  }
}
