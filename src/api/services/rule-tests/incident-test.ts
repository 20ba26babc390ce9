import { stringify } from 'yaml';
import type { EvaluatedSlot } from '#contract/evaluation.ts';
import type { RuleTestFile } from '#contract/rule-test.ts';
import type { Rule } from '#contract/rule.ts';
import { expectationsOf } from '#control/rule-test/expectations.ts';
import { formatDuration, formatSelector, formatSeriesValues } from '#control/rule-test/series-notation.ts';
import { withRecoveries } from '#control/rule/recovery.ts';
import { noData, type RuleValue } from '#control/rule/rule-value.ts';
import type { StoredAlert } from '../../alert-store.ts';
import { notFound, unprocessable } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { alertId } from '../evaluation/alert-subject.ts';
import { observeSlot, toEvaluatedSlot } from '../evaluation/evaluate-slot.ts';
import { createLogReads } from '../evaluation/log-reads.ts';
import { definitionOf } from '../rules/definition.ts';

const MOST_TRANSITIONS = 500;
/** Of an incident that goes on for long the beginning. */
const MOST_SLOTS = 2_000;
const SLOTS_BEFORE = 10;
const AT_ONCE = 50;

/** A file that tests the rule of an alert with what it read around the latest firing, as it was read then, and that passes. */
export async function incidentTest(ports: Ports, id: string): Promise<string> {
  const alert = await ports.control.findAlert(id);
  if (!alert) throw notFound(`alert ${id}`);
  const { firedMs, ended } = alert.state;
  if (alert.kind !== 'rule' || firedMs === null) {
    throw unprocessable(
      '/problems/rule-test',
      'there is nothing to test',
      'the rule has not fired on a value',
    );
  }
  const rule = await ruleThatFired(ports, alert);
  const everyMs = rule.everySeconds * 1000;
  const waited = Math.max(...Object.values(rule.levels).map((level) => level?.forSlots ?? 0));
  const first = Math.round(firedMs / everyMs) - 1 - waited - SLOTS_BEFORE;
  const endMs = ended?.atMs ?? (await ports.control.currentTime());
  const last = Math.min(Math.floor(endMs / everyMs) - 1, first + MOST_SLOTS - 1);
  const slots = await slotsOf(ports, rule, { first, last });
  const { values, labels } = await valuesOf(slots, rule.id, id);
  return toFile(rule, values, { ...labels }, new Date(firedMs).toISOString());
}

async function ruleThatFired({ control }: Ports, { id, rule, state }: StoredAlert): Promise<Rule> {
  const [transitions, versions] = await Promise.all([
    control.listTransitions(id, MOST_TRANSITIONS),
    control.listRuleVersions(rule.id),
  ]);
  const fire = transitions.find(({ move, episode }) => move === 'fire' && episode === state.episode);
  const number = fire?.ruleVersion ?? rule.version;
  const version = versions.find((one) => one.version === number);
  if (!version) throw notFound(`version ${number} of rule ${rule.id}`);
  return version.rule;
}

/** As they were read; those that are no longer kept are read again. */
async function slotsOf(
  ports: Ports,
  rule: Rule,
  { first, last }: { first: number; last: number },
): Promise<EvaluatedSlot[]> {
  const everyMs = rule.everySeconds * 1000;
  const window = { fromMs: (first + 1) * everyMs, toMs: (last + 1) * everyMs + 1 };
  const kept = await ports.control.listRuleSlots(rule.id, window, MOST_SLOTS);
  const known = new Map(kept.map((evaluated) => [evaluated.slot, evaluated]));
  const wanted = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const missing = wanted.filter((slot) => !known.has(slot));
  const reads = createLogReads(ports);
  for (let next = 0; next < missing.length; next += AT_ONCE) {
    const some = missing.slice(next, next + AT_ONCE);
    const read = await Promise.all(some.map((slot) => observeSlot(rule, slot, reads)));
    for (const observation of read) known.set(observation.slot, toEvaluatedSlot(rule, observation));
  }
  return wanted.flatMap((slot) => known.get(slot) ?? []);
}

/** What the slots say of one alert. */
async function valuesOf(slots: readonly EvaluatedSlot[], ruleId: string, id: string) {
  let labels: Record<string, string> = {};
  const values: RuleValue[] = [];
  for (const { readings } of slots) {
    const ids = await Promise.all(readings.map((reading) => alertId(ruleId, reading.labels)));
    const own = readings[ids.indexOf(id)];
    if (own) ({ labels } = own);
    values.push(
      own?.value == null
        ? noData(own?.reason ?? 'the rule saw nothing of it')
        : { kind: 'value', value: own.value, n: own.n, hasEvidence: own.hasEvidence },
    );
  }
  return { values, labels };
}

function toFile(
  rule: Rule,
  values: readonly RuleValue[],
  labels: Record<string, string>,
  firedAt: string,
): string {
  const everyMs = rule.everySeconds * 1000;
  const series = (name: string, of: (value: Extract<RuleValue, { kind: 'value' }>) => number) => ({
    series: formatSelector(name, { alertname: rule.name, ...labels }),
    values: formatSeriesValues(values.map((value) => (value.kind === 'value' ? of(value) : null))),
  });
  const isTested = values.some((value) => value.kind === 'value' && !value.hasEvidence);
  const file: RuleTestFile = {
    rules: { pipeline: rule.pipeline, rules: [definitionOf(withRecoveries(rule))] },
    evaluation_interval: formatDuration(everyMs),
    tests: [
      {
        name: `${rule.name}, fired at ${firedAt}`,
        input_series: [
          series('value', ({ value }) => value),
          series('n', ({ n }) => n),
          ...(isTested ? [series('evidence', ({ hasEvidence }) => (hasEvidence ? 1 : 0))] : []),
        ],
        alert_rule_test: expectationsOf(rule, values).map(({ slot, severity }) => ({
          eval_time: formatDuration(slot * everyMs),
          alertname: rule.name,
          exp_alerts: severity === null ? [] : [{ exp_labels: { ...labels, ...rule.labels, severity } }],
        })),
      },
    ],
  };
  const head =
    '# What a rule read in an incident, and what it made of it.\n# npm run rules:test -- THIS_FILE\n';
  return head + stringify(file, { lineWidth: 110, aliasDuplicateObjects: false });
}
