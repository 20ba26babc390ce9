import type { MetricKind } from '#contract/metric.ts';
import type { RuleDefinition } from '#contract/rule.ts';
import type { RuleCondition, RuleStatistic } from '#contract/rule-condition.ts';
import { checkComposite } from './check-composite.ts';

/** What is known of the pipeline that a rule is made for. */
export type RuleSurroundings = {
  pipeline: string;
  /** With the metrics that have come so far; none yet where the stage is declared only. */
  stages: readonly { name: string; metrics: readonly { metric: string; kind: MetricKind }[] }[];
  /** The other rules in force of the pipeline. */
  rules: readonly RuleDefinition[];
};

/** Why a rule cannot work as it is written, in words for the one who wrote it; empty when it can. */
export function checkRule(rule: RuleDefinition, surroundings: RuleSurroundings): string[] {
  return [
    ...checkScope(rule, surroundings),
    ...checkMetrics(rule, surroundings),
    ...checkDirection(rule),
    ...checkLevels(rule),
    ...checkTimes(rule),
    ...checkKind(rule),
    ...(rule.condition.kind === 'composite' ? checkComposite(rule, surroundings.rules) : []),
    ...(rule.condition.kind === 'alarmBudget' ? checkAlarmBudget(surroundings.rules) : []),
  ];
}

const ofWholePipeline: readonly RuleCondition['kind'][] = ['composite', 'alarmBudget'];
const withoutStage: readonly RuleCondition['kind'][] = ['runLate', 'siteSilent', ...ofWholePipeline];
const withoutSelection: readonly RuleCondition['kind'][] = [
  'runLate',
  'siteSilent',
  'labelDelay',
  ...ofWholePipeline,
];

/** Whether a rule of that kind has no stage of its own. */
export function isOfWholePipeline({ kind }: RuleCondition): boolean {
  return ofWholePipeline.includes(kind);
}

/** Whether a rule of that kind must say which stage it watches. */
export function needsStage({ kind }: RuleCondition): boolean {
  return !withoutStage.includes(kind);
}

/** Whether a rule of that kind can be narrowed to a version or a segment. */
export function isSelectable({ kind }: RuleCondition): boolean {
  return !withoutSelection.includes(kind);
}

function checkScope({ scope, condition }: RuleDefinition, { pipeline, stages }: RuleSurroundings): string[] {
  const { stage, version, eachVersion, segment } = scope;
  const problems: string[] = [];
  if (stage === undefined && needsStage(condition)) {
    problems.push('scope.stage: say which stage the rule watches');
  }
  if (isOfWholePipeline(condition) && stage !== undefined) {
    problems.push(`scope.stage: a rule of kind ${condition.kind} has no stage of its own`);
  }
  if (stage !== undefined && !stages.some(({ name }) => name === stage)) {
    const known = stages.map(({ name }) => name).join(', ');
    problems.push(`scope.stage: ${pipeline} has no stage ${stage}; it has ${known || 'none yet'}`);
  }
  if (version !== undefined && eachVersion) {
    problems.push('scope.eachVersion: the rule watches one version already');
  }
  const isNarrowed = version !== undefined || segment !== undefined || eachVersion === true;
  if (isNarrowed && !isSelectable(condition)) {
    problems.push(`scope: a rule of kind ${condition.kind} cannot be narrowed to a version or segment`);
  }
  return problems;
}

const shares: readonly RuleStatistic[] = ['share', 'otherShare'];
const numericOnly: readonly RuleStatistic[] = ['mean', 'p05', 'p50', 'p90', 'p95', 'p99'];

function checkMetrics({ scope, condition }: RuleDefinition, { stages }: RuleSurroundings): string[] {
  const named = metricsOf(condition);
  const statistic = 'statistic' in condition ? condition.statistic : undefined;
  const problems: string[] = [];
  if (new Set(named).size < named.length) problems.push('condition.metrics: a metric is named twice');
  if (statistic !== undefined && 'category' in condition !== shares.includes(statistic)) {
    problems.push(
      shares.includes(statistic)
        ? `condition.category: say of which category ${statistic} is`
        : `condition.category: ${statistic} is not of one category`,
    );
  }
  const known = stages.find(({ name }) => name === scope.stage)?.metrics ?? [];
  if (known.length === 0) return problems; // nothing came yet, so every name may be right
  for (const name of named) {
    const found = known.find(({ metric }) => metric === name);
    if (!found) {
      const alike = known.find(({ metric }) => metric.toLowerCase().endsWith(name.toLowerCase()));
      const hint = alike ? `; did you mean ${alike.metric}?` : '';
      problems.push(`condition.metrics: ${scope.stage} has no metric ${name}${hint}`);
      continue;
    }
    const wanted = wantedKind(condition, statistic);
    if (wanted && found.kind !== wanted) {
      problems.push(
        `condition.metrics: ${name} is ${found.kind}, and ${statistic ?? condition.kind} needs a ${wanted} one`,
      );
    }
  }
  return problems;
}

function metricsOf(condition: RuleCondition): readonly string[] {
  if ('metrics' in condition) return condition.metrics;
  return condition.kind === 'burnRate' ? [condition.metric] : [];
}

function wantedKind(condition: RuleCondition, statistic: RuleStatistic | undefined): MetricKind | undefined {
  if (condition.kind === 'newCategory') return 'categorical';
  if (condition.kind === 'burnRate') return condition.goodUpTo === undefined ? 'categorical' : 'numeric';
  if (condition.kind === 'drift' && (condition.method === 'ks' || condition.method === 'wasserstein'))
    return 'numeric';
  if (statistic === undefined) return undefined;
  if (shares.includes(statistic)) return 'categorical';
  return numericOnly.includes(statistic) ? 'numeric' : undefined;
}

const eitherWay: readonly RuleCondition['kind'][] = ['metric', 'change', 'quality'];

/** Whether the trouble of such a rule may lie below its limit; else its value grows with the trouble. */
export function isEitherWay({ kind }: RuleCondition): boolean {
  return eitherWay.includes(kind);
}

function checkDirection({ condition, direction }: RuleDefinition): string[] {
  if (direction === 'above' || isEitherWay(condition)) return [];
  return [
    `direction: the value of a rule of kind ${condition.kind} grows with the trouble, so it is watched above`,
  ];
}

function checkLevels({ direction, levels }: RuleDefinition): string[] {
  const worse = (a: number, b: number) => (direction === 'above' ? a > b : a < b);
  const problems: string[] = [];
  for (const [severity, level] of Object.entries(levels)) {
    const { threshold, recover } = level;
    if (recover !== undefined && recover !== null && worse(recover, threshold)) {
      problems.push(
        `levels.${severity}.recover: ${recover} lies beyond the threshold ${threshold}, so the alert could not end`,
      );
    }
  }
  const { warning, critical } = levels;
  if (warning && critical && worse(warning.threshold, critical.threshold)) {
    problems.push(
      `levels.critical.threshold: ${critical.threshold} is reached before the warning's ${warning.threshold}`,
    );
  }
  return problems;
}

type QualityMeasure = Extract<RuleCondition, { kind: 'quality' }>['measure'];

/** What confidences alone let expect, without labels. */
export const estimableMeasures: readonly QualityMeasure[] = [
  'accuracy',
  'precision',
  'recall',
  'f1',
  'rocAuc',
];

function checkKind({ condition, budget }: RuleDefinition): string[] {
  if (condition.kind === 'stageDrift' && !budget) {
    return ['budget: say how many false alarms a week the rule may raise; its level follows from that'];
  }
  if (
    condition.kind === 'quality' &&
    condition.basis === 'estimated' &&
    !estimableMeasures.includes(condition.measure)
  ) {
    return [
      `condition.measure: ${condition.measure} needs labels; without them there are ${estimableMeasures.join(', ')}`,
    ];
  }
  return [];
}

function checkAlarmBudget(others: readonly RuleDefinition[]): string[] {
  const other = others.find(({ condition }) => condition.kind === 'alarmBudget');
  if (!other) return [];
  return [`condition.kind: ${other.name} keeps the budget of the board already, and there is only one`];
}

const HOUR_SECONDS = 3_600;

function checkTimes({ condition }: RuleDefinition): string[] {
  switch (condition.kind) {
    case 'band':
      return HOUR_SECONDS % condition.windowSeconds === 0
        ? []
        : ['condition.windowSeconds: a band is made of windows that fit into an hour, such as 300 or 3600'];
    case 'change':
      return condition.agoSeconds >= condition.windowSeconds
        ? []
        : ['condition.agoSeconds: the earlier window must not overlap the present one'];
    case 'stageDrift':
    case 'metric':
    case 'shift':
    case 'drift':
    case 'quality':
    case 'labelDelay':
    case 'runLate':
    case 'siteSilent':
    case 'burnRate':
    case 'newCategory':
    case 'composite':
    case 'alarmBudget':
      return [];
  }
}
