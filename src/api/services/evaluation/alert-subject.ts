import type { AlertSubject } from '#contract/alert.ts';
import type { Rule } from '#contract/rule.ts';
import { initialState } from '#control/alert/alert-state.ts';
import type { StoredAlert } from '../../alert-store.ts';
import { canonicalJson } from '../audit/canonical-json.ts';

/** Labels that say where in the pipeline an alert is; all others stand beside those that people gave the rule. */
const places = ['stage', 'metric', 'version', 'segment'] as const;

/** The same for the same labels, whoever evaluates. */
export async function alertId(ruleId: string, labels: Record<string, string>): Promise<string> {
  const bytes = new TextEncoder().encode(canonicalJson(labels));
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const hex = Array.from(hash.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0'));
  return `${ruleId}.${hex.join('')}`;
}

/** Of the alert that opens when the rule sees nothing of another. */
export function blindId(id: string): string {
  return `${id}.blind`;
}

export function newAlert(id: string, rule: Rule, labels: Record<string, string>): StoredAlert {
  const placed = Object.fromEntries(
    places.flatMap((name) => (labels[name] === undefined ? [] : [[name, labels[name]]])),
  );
  const others = Object.entries(labels).filter(([name]) => !(places as readonly string[]).includes(name));
  return {
    id,
    revision: 0,
    state: initialState,
    kind: 'rule',
    rule: ruleOf(rule),
    pipeline: rule.pipeline,
    ...placed,
    labels: { ...rule.labels, ...Object.fromEntries(others) },
  };
}

/** The rule as an alert tells of it. */
export function ruleOf({ id, name, version, levels, runbook, owner }: Rule): AlertSubject['rule'] {
  const { warning, critical } = levels;
  return {
    id,
    name,
    version,
    thresholds: {
      ...(warning && { warning: warning.threshold }),
      ...(critical && { critical: critical.threshold }),
    },
    ...(runbook !== undefined && { runbook }),
    ...(owner !== undefined && { owner }),
  };
}
