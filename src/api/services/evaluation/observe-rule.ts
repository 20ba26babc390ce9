import type { RuleCondition } from '#contract/rule-condition.ts';
import { noData } from '#control/rule/rule-value.ts';
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

const HOUR_MS = 3_600_000;

/**
 * What one slot of a rule sees, one entry an alert. A condition that cannot be evaluated is an entry of its own: the
 * others of the pass go on.
 */
export async function observeRule(slot: RuleSlot, condition: RuleCondition): Promise<Observed[]> {
  const { rule } = slot;
  const { stage, version, segment, eachVersion } = rule.scope;
  const labels = {
    ...(stage !== undefined && { stage }),
    ...(version !== undefined && { version }),
    ...(segment !== undefined && { segment: segment.join(' ') }),
  };
  try {
    if (!eachVersion) return await observeScope(slot, condition, labels);
    const versions = await recentVersions(slot, condition);
    if (versions.length === 0) return [{ labels, value: noData('no version had rows lately') }];
    const observed = versions.map((own) => {
      const narrowed = { ...slot, rule: { ...rule, scope: { ...rule.scope, version: own } } };
      return observeScope(narrowed, condition, { ...labels, version: own });
    });
    return (await Promise.all(observed)).flat();
  } catch (fault) {
    const reason = fault instanceof Error ? fault.message : String(fault);
    return [{ labels, value: { kind: 'error', reason } }];
  }
}

async function observeScope(
  slot: RuleSlot,
  condition: RuleCondition,
  scope: Record<string, string>,
): Promise<Observed[]> {
  const observed = await observe(slot, condition);
  return observed.map(({ labels, value }) => ({ labels: { ...scope, ...labels }, value }));
}

/** Versions of the stage with live rows in the window that the rule looks at, an hour at least. */
async function recentVersions(
  { rule, readToMs, reads }: RuleSlot,
  condition: RuleCondition,
): Promise<string[]> {
  const { pipeline, scope } = rule;
  const windowMs = 'windowSeconds' in condition ? condition.windowSeconds * 1000 : 0;
  const window = { fromMs: readToMs - Math.max(HOUR_MS, windowMs), toMs: readToMs };
  const extents = await reads.once(`versions ${JSON.stringify([pipeline, window])}`, () =>
    reads.ports.log.listVersions(pipeline, window),
  );
  const own = extents.filter(({ stage, role }) => stage === scope.stage && role === 'live');
  return [...new Set(own.map(({ version }) => version))].sort();
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
