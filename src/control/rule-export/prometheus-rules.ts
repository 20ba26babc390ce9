import type { Severity } from '#contract/alert-words.ts';
import type { RuleDefinition } from '#contract/rule.ts';
import { exposedLabels, exposedSeries } from './exposed-series.ts';
import { knownLabels } from './known-labels.ts';
import { levelExpression } from './level-expression.ts';
import { durationText, literalText, selectorText } from './prom-text.ts';

export type ExportableRule = RuleDefinition & { version?: number };
export type PrometheusAlert = {
  alert: string;
  expr: string;
  for?: string;
  keep_firing_for?: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
};
/** What an exported rule does not do as ours does, or why it was left out. */
export type ExportNote = { rule: string; isLeftOut: boolean; text: string };
export type ExportedRule = { rule: ExportableRule; alerts: PrometheusAlert[] };

/** Prometheus looks no further back than five minutes, so it must look more often, whatever the length of a slot. */
export const EVALUATION_SECONDS = 60;

const reserved: readonly string[] = [...exposedLabels, 'alertname', 'alertstate', 'severity', 'source'];

/** Rules as alerting rules of a Prometheus that scrapes this server, one a level and one for missing data. */
export function prometheusRules(
  pipeline: string,
  rules: readonly ExportableRule[],
): { exported: ExportedRule[]; notes: ExportNote[] } {
  const active = rules.filter(({ state }) => state === 'active');
  return {
    exported: active.map((rule) => ({ rule, alerts: alertsOf(pipeline, rule) })),
    notes: rules.flatMap((rule) =>
      notesOf(rule).map((text) => ({ rule: rule.name, isLeftOut: rule.state !== 'active', text })),
    ),
  };
}

export function levelsOf({ levels }: Pick<RuleDefinition, 'levels'>): Severity[] {
  return (['warning', 'critical'] as const).filter((severity) => levels[severity] !== undefined);
}

export function blindName({ name }: Pick<RuleDefinition, 'name'>): string {
  return `${name}: no data`;
}

function alertsOf(pipeline: string, rule: ExportableRule): PrometheusAlert[] {
  const byLevel = levelsOf(rule).map((severity) => levelAlert(pipeline, rule, severity));
  return rule.noData.policy === 'alert' ? [...byLevel, blindAlert(pipeline, rule)] : byLevel;
}

function levelAlert(pipeline: string, rule: ExportableRule, severity: Severity): PrometheusAlert {
  const { threshold = 0, forSlots = 0, keepSlots = 0, recover } = rule.levels[severity] ?? {};
  const side = rule.direction === 'above' ? 'at or above' : 'at or below';
  return {
    alert: rule.name,
    expr: levelExpression(pipeline, rule, severity),
    ...timer('for', forSlots, rule),
    ...timer('keep_firing_for', keepSlots, rule),
    labels: labelsOf(rule, severity),
    annotations: {
      summary: literalText(`${rule.name} is ${side} ${threshold}`),
      ...(recover != null && { recovery: String(recover) }),
      ...annotationsOf(rule),
    },
  };
}

function blindAlert(pipeline: string, rule: ExportableRule): PrometheusAlert {
  const which = { pipeline, alert: rule.name };
  const series = (knownLabels(rule) ?? [{}]).map(
    (labels) => `absent(${exposedSeries.value}${selectorText({ ...which, ...labels })})`,
  );
  return {
    alert: blindName(rule),
    expr: series.join('\nor '),
    ...timer('for', rule.noData.afterSlots - 1, rule), // the first slot counts as none
    labels: labelsOf(rule, levelsOf(rule).at(-1) ?? 'warning'),
    annotations: { summary: literalText(`${rule.name} sees nothing`), ...annotationsOf(rule) },
  };
}

function timer<Name extends 'for' | 'keep_firing_for'>(
  name: Name,
  slots: number,
  { everySeconds }: RuleDefinition,
): Partial<Record<Name, string>> {
  if (slots <= 0) return {};
  return { [name]: durationText(slots * everySeconds) } as Partial<Record<Name, string>>;
}

/** Those that people gave the rule, but for names that mean something else to Prometheus or to us. */
function labelsOf({ labels }: RuleDefinition, severity: Severity): Record<string, string> {
  const own = Object.entries(labels).filter(([name]) => !reserved.includes(name) && !name.startsWith('__'));
  return {
    ...Object.fromEntries(own.map(([name, value]) => [name, literalText(value)])),
    severity,
    source: 'anchorwatch',
  };
}

function annotationsOf({ description, runbook, owner, version }: ExportableRule): Record<string, string> {
  return {
    ...(description !== undefined && { description: literalText(description) }),
    ...(runbook !== undefined && { runbook_url: literalText(runbook) }),
    ...(owner !== undefined && { owner: literalText(owner) }),
    ...(version !== undefined && { rule_version: String(version) }),
  };
}

function notesOf(rule: ExportableRule): string[] {
  const { state, levels, labels, noData } = rule;
  if (state !== 'active') return ['it is paused'];
  const unusable = Object.keys(labels).filter((name) => reserved.includes(name) || name.startsWith('__'));
  return [
    ...(levels.warning && levels.critical && levels.critical.keepSlots > 0
      ? [
          'where a value falls back from critical to warning, the critical alert of Prometheus goes on for its keep_firing_for; ours is a warning at once',
        ]
      : []),
    ...(noData.policy === 'alert' && knownLabels(rule) === undefined
      ? [
          'which alerts it has is known from the data only: Prometheus tells of missing data when all are gone, not of each',
        ]
      : []),
    ...(unusable.length > 0 ? [`its labels ${unusable.join(', ')} mean something else in Prometheus`] : []),
  ];
}
